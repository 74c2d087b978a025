/** Whose a request is, and what it may: tokens, recorders' keys, roles. */
@NullMarked
package io.flowgauge.rest.security;

import org.jspecify.annotations.NullMarked;
