/** Bodies of requests that carry one JSON object. */
@NullMarked
package io.flowgauge.rest.body;

import org.jspecify.annotations.NullMarked;
