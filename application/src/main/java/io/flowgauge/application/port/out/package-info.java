/** What the application needs from outside, in the words of the domain. */
@NullMarked
package io.flowgauge.application.port.out;

import org.jspecify.annotations.NullMarked;
