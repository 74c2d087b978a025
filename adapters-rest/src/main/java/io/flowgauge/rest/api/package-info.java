/** Flowgauge's own API, under /api/v1. */
@NullMarked
package io.flowgauge.rest.api;

import org.jspecify.annotations.NullMarked;
