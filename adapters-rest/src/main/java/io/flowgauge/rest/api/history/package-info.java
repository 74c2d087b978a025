/** What tasks did over time: their curves, and exports. */
@NullMarked
package io.flowgauge.rest.api.history;

import org.jspecify.annotations.NullMarked;
