/** How a start that cannot succeed ends: in one line that says why. */
@NullMarked
package io.flowgauge.bootstrap.startup;

import org.jspecify.annotations.NullMarked;
