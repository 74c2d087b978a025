/** What an operator sets: typed, bounded, checked at the start. */
@NullMarked
package io.flowgauge.bootstrap.settings;

import org.jspecify.annotations.NullMarked;
