/** HTTP in. */
@NullMarked
package io.flowgauge.rest;

import org.jspecify.annotations.NullMarked;
