package io.flowgauge.rest.api;

import io.flowgauge.domain.TaskReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was read of one item of a batch. */
sealed interface Item {
    /**
     * A report that can be applied.
     *
     * @param warnings what was taken other than told
     */
    record Report(TaskReport report, List<String> warnings) implements Item {}

    /**
     * An item that is refused by itself.
     *
     * @param requestId null when it could not be read
     */
    record Refused(@Nullable String requestId, String detail) implements Item {}
}
