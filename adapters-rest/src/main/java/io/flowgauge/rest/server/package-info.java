/** Errors that the web server finds before any of our code runs. */
@NullMarked
package io.flowgauge.rest.server;

import org.jspecify.annotations.NullMarked;
