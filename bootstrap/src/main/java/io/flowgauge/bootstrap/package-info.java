/** The service: starts everything and wires it together. */
@NullMarked
package io.flowgauge.bootstrap;

import org.jspecify.annotations.NullMarked;
