/** The rooms of the application, put together and kept going. */
@NullMarked
package io.flowgauge.bootstrap.wiring;

import org.jspecify.annotations.NullMarked;
