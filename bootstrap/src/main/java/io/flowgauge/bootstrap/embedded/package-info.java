/** The PostgreSQL server that the service brings along and runs in its data folder when it is given no other. */
@NullMarked
package io.flowgauge.bootstrap.embedded;

import org.jspecify.annotations.NullMarked;
