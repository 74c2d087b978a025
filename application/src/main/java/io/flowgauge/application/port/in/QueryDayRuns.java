package io.flowgauge.application.port.in;

import io.flowgauge.application.port.in.QueryFlowRuns.Execution;
import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.domain.TenantId;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The runs of a day, however many: those that started in it, by the clocks of their tenant's zone. */
public interface QueryDayRuns {

    /** Which day. */
    sealed interface Day {
        record On(LocalDate date) implements Day {}

        /** So many days before today; 0 is today. */
        record Before(int days) implements Day {}
    }

    /** How much of each run. */
    enum Detail {
        RUN,
        RUN_WITH_TASKS
    }

    /** The runs of a day of a tenant; empty when there is no such tenant. */
    Optional<DayRuns> of(TenantId tenant, Day day, Detail detail);

    /** Runs on their way to somebody. Nothing of the history is held between two calls, however long that takes. For one thread. */
    interface DayRuns {
        /**
         * The next runs, ordered by their flow's name, then start, then number; none at the end. A run that begins, or turns out to have begun earlier, while
         * they are read may be missing.
         *
         * @throws HistoryUnavailable the history is away
         */
        List<DayRun> next();
    }

    /** A run as it is now. */
    interface DayRun {
        Execution execution();

        /**
         * Goes through the run's tasks once, ordered by start, then number, without holding a copy of them all; through none if they were not asked for.
         *
         * @throws HistoryUnavailable the history is away
         */
        void forEachTask(Consumer<TaskNow> action);
    }
}
