/** Flows and their runs in Flowgauge's own API: {@code /api/v1/flows} and {@code /api/v1/runs}. */
@NullMarked
package io.flowgauge.rest.api.flows;

import org.jspecify.annotations.NullMarked;
