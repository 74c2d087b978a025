package io.flowgauge.application.port.out;

import io.flowgauge.domain.AuditId;
import io.flowgauge.domain.Flow;
import io.flowgauge.domain.FlowDescription;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.FlowRun;
import io.flowgauge.domain.RunLife;
import io.flowgauge.domain.RunState;
import io.flowgauge.domain.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Flows and what their runs were, to read. Every method throws {@link HistoryUnavailable} when the history is away. */
public interface Flows {

    /**
     * A flow.
     *
     * @param description what people say of it
     * @param last its newest run; empty when all are forgotten
     * @param running how many of its runs run
     */
    record KnownFlow(Flow flow, FlowDescription description, Optional<KnownRun> last, int running) {}

    /** A run, with its life as of its tasks' last beginning, ending or loss. */
    record KnownRun(FlowRun run, RunLife life) {}

    /**
     * Flows of a tenant, ordered by name.
     *
     * @param name the exact name, of one at most; empty for all
     * @param after the name that they come after; empty for the first
     */
    List<KnownFlow> named(TenantId tenant, Optional<String> name, Optional<String> after, int limit);

    Optional<KnownFlow> flow(TenantId tenant, FlowId flow);

    /**
     * Which runs of a flow; a part left empty lets all pass.
     *
     * @param from started then or later
     * @param to started before
     */
    record RunFilter(Optional<RunState> state, Optional<Instant> from, Optional<Instant> to) {}

    /** A place in a list of runs: after that one. */
    record RunPlace(Instant started, AuditId run) {}

    /** Runs of a flow, the newest first. */
    List<KnownRun> runs(TenantId tenant, FlowId flow, RunFilter filter, Optional<RunPlace> after, int limit);

    Optional<KnownRun> run(TenantId tenant, AuditId run);

    /** A place among the runs of all flows: after that one. */
    record AllRunsPlace(String flowName, FlowId flow, Instant started, AuditId run) {
        public static AllRunsPlace of(KnownRun known) {
            return new AllRunsPlace(
                    known.run().flow().name(),
                    known.run().flow().id(),
                    known.life().started(),
                    known.run().id());
        }
    }

    /**
     * Runs of all flows of a tenant, ordered by their flow's name, then start, then number.
     *
     * @param from started then or later
     * @param to started before
     */
    List<KnownRun> startedWithin(TenantId tenant, Instant from, Instant to, Optional<AllRunsPlace> after, int limit);

    /**
     * How long runs took that ended.
     *
     * @param usual the median
     * @param p95 95 % of them took no longer
     */
    record Durations(Duration usual, Duration p95) {}

    /**
     * The runs of a flow that started on a day.
     *
     * @param records as {@link KnownRun}'s lives tell them; a sum past 2⁶³−1 stays there
     * @param durations empty when none ended
     */
    record Day(LocalDate day, long runs, long failures, long records, Optional<Durations> durations) {}

    /**
     * A flow day by day.
     *
     * @param days those with runs, in their order
     * @param durations of all their runs; empty when none ended
     */
    record Days(List<Day> days, Optional<Durations> durations) {}

    /** The runs of a flow that started from {@code first} to {@code last}, both included, in days of the zone. */
    Days days(TenantId tenant, FlowId flow, ZoneId zone, LocalDate first, LocalDate last);
}
