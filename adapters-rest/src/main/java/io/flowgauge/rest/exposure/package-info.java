/** How the service meets the network: whom it hears, through whom, and for how long it waits. */
@NullMarked
package io.flowgauge.rest.exposure;

import org.jspecify.annotations.NullMarked;
