/** Moving house: everything of one PostgreSQL, most often the embedded one, copied to another. */
@NullMarked
package io.flowgauge.bootstrap.move;

import org.jspecify.annotations.NullMarked;
