package io.flowgauge.application.port.in;

import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.domain.AuditId;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.TaskReport;
import io.flowgauge.domain.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes engines' reports. Safe to repeat: the highest sequence of a task wins. */
public interface RecordReports {

    /** Opens a batch. Used by one thread. */
    Batch open(TenantId tenant);

    /** Reports that arrive together, one after the other. */
    interface Batch {
        /** Takes one report: progress of a known task at once; a beginning or an ending when the batch is {@linkplain #commit committed}. */
        void add(TaskReport report);

        /**
         * Makes the beginnings and endings so far durable, then live; the batch can be gone on with. Call it at the end, also of a batch that broke off.
         *
         * @return what became of each report since the last call, in the order given
         * @throws HistoryUnavailable no beginning or ending was taken, all progress of known tasks was; send the batch again
         */
        List<Result> commit();
    }

    /**
     * What became of a report.
     *
     * @param warnings what was taken other than told, and why; mostly empty
     */
    record Result(Verdict verdict, List<String> warnings) {}

    sealed interface Verdict {
        /**
         * The report counts.
         *
         * @param run of the report's task
         */
        record Accepted(Run run) implements Verdict {}

        /** An equal or higher sequence was there, or the task had ended; harmless. */
        record Stale(Run run, long known) implements Verdict {}

        /**
         * The report was not taken.
         *
         * @param need {@code WHOLE} when the report would be taken as a whole one; null when nothing helps
         */
        record Rejected(String detail, @Nullable Need need) implements Verdict {}
    }

    enum Need {
        WHOLE
    }

    record Run(String flow, FlowId flowId, String runKey, AuditId auditId) {}
}
