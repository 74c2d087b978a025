/** One read-only query from the command line, for machines without psql. */
@NullMarked
package io.flowgauge.bootstrap.sql;

import org.jspecify.annotations.NullMarked;
