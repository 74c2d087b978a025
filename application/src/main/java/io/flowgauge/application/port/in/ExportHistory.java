package io.flowgauge.application.port.in;

import io.flowgauge.application.port.out.HistoryRows.Row;
import io.flowgauge.application.port.out.HistoryRows.Wanted;
import io.flowgauge.application.port.out.HistoryUnavailable;
import java.time.Duration;
import java.util.List;

/** Gives the history of all tasks away, row by row, however much it is. */
public interface ExportHistory {

    /**
     * Opens an export.
     *
     * @throws HistoryUnavailable the history is away
     */
    Answer open(Wanted wanted);

    sealed interface Answer {
        record Opened(Export export) implements Answer {}

        /** So many are open already, which is the most there may be. */
        record Busy(int open, Duration retryAfter) implements Answer {}

        /** The tenant has no such task. */
        record NoSuchTask() implements Answer {}

        /** The tenant has no such flow. */
        record NoSuchFlow() implements Answer {}
    }

    /** Rows on their way to somebody. Nothing of the history is held between two calls, however long that takes. For one thread. */
    interface Export extends AutoCloseable {
        /**
         * The next rows in the order of time; none at the end.
         *
         * @throws HistoryUnavailable the history is away
         */
        List<Row> next();

        @Override
        void close();
    }
}
