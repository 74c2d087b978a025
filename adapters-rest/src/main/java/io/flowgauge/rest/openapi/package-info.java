/** The contract of the HTTP interface: served to programs, shown to people. */
@NullMarked
package io.flowgauge.rest.openapi;

import org.jspecify.annotations.NullMarked;
