package io.flowgauge.application.history;

import io.flowgauge.application.port.in.ExportHistory;
import io.flowgauge.application.port.out.FlowRuns;
import io.flowgauge.application.port.out.Flows;
import io.flowgauge.application.port.out.HistoryRows;
import io.flowgauge.application.port.out.HistoryRows.Place;
import io.flowgauge.application.port.out.HistoryRows.Row;
import io.flowgauge.application.port.out.HistoryRows.Wanted;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** Exports page by page: between two pages nothing is open, so that somebody who takes them slowly keeps nobody waiting. */
public final class HistoryExports implements ExportHistory {
    /** Each reads one page at a time, so this is also how many connections they take at most. */
    static final int AT_ONCE = 4;

    private static final int PAGE = 5_000;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final HistoryRows rows;
    private final Flows flows;
    private final FlowRuns flowRuns;
    private final InstantSource clock;
    private final Semaphore free = new Semaphore(AT_ONCE);

    public HistoryExports(HistoryRows rows, Flows flows, FlowRuns flowRuns, InstantSource clock) {
        this.rows = rows;
        this.flows = flows;
        this.flowRuns = flowRuns;
        this.clock = clock;
    }

    @Override
    public Answer open(Wanted wanted) {
        if (wanted.task().isPresent()
                && flowRuns.task(wanted.tenant(), wanted.task().get()).isEmpty()) {
            return new Answer.NoSuchTask();
        }
        if (wanted.flow().isPresent()
                && flows.flow(wanted.tenant(), wanted.flow().get()).isEmpty()) {
            return new Answer.NoSuchFlow();
        }
        return free.tryAcquire()
                ? new Answer.Opened(new Pages(untilNow(wanted)))
                : new Answer.Busy(AT_ONCE, RETRY_AFTER);
    }

    private Wanted untilNow(Wanted wanted) {
        Instant now = clock.instant();
        return wanted.to().isAfter(now)
                ? new Wanted(wanted.tenant(), wanted.resolution(), wanted.from(), now, wanted.flow(), wanted.task())
                : wanted;
    }

    private final class Pages implements Export {
        private final Wanted wanted;
        private final AtomicBoolean closed = new AtomicBoolean();
        private Optional<Place> last = Optional.empty();
        private boolean atEnd;

        Pages(Wanted wanted) {
            this.wanted = wanted;
        }

        @Override
        public List<Row> next() {
            if (atEnd) {
                return List.of();
            }
            List<Row> page = rows.next(wanted, last, PAGE);
            atEnd = page.size() < PAGE;
            if (!page.isEmpty()) {
                last = Optional.of(page.get(page.size() - 1).place());
            }
            return page;
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                free.release();
            }
        }
    }
}
