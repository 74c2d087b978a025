/** Errors as problem documents (RFC 9457). */
@NullMarked
package io.flowgauge.rest.problem;

import org.jspecify.annotations.NullMarked;
