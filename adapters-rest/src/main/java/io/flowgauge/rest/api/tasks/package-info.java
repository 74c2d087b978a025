/** Tasks in Flowgauge's own API: {@code /api/v1/tasks}. */
@NullMarked
package io.flowgauge.rest.api.tasks;

import org.jspecify.annotations.NullMarked;
