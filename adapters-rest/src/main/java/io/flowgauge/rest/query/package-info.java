/** What stands in a request's path and query. */
@NullMarked
package io.flowgauge.rest.query;

import org.jspecify.annotations.NullMarked;
