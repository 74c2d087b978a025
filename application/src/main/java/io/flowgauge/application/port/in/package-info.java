/** What one may ask of the application: one interface a use case. */
@NullMarked
package io.flowgauge.application.port.in;

import org.jspecify.annotations.NullMarked;
