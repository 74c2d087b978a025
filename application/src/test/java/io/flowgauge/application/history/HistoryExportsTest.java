package io.flowgauge.application.history;

import static io.flowgauge.application.port.out.PortFixture.TEN;
import static io.flowgauge.application.port.out.PortFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.application.port.in.ExportHistory.Answer;
import io.flowgauge.application.port.in.ExportHistory.Export;
import io.flowgauge.application.port.out.HistoryRows;
import io.flowgauge.application.port.out.HistoryRows.Row;
import io.flowgauge.application.port.out.HistoryRows.Wanted;
import io.flowgauge.application.port.out.MemoryFlows;
import io.flowgauge.application.port.out.MemoryHistory;
import io.flowgauge.application.port.out.MemoryHistoryRows;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.Resolution;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HistoryExportsTest {
    private final MemoryHistory history = new MemoryHistory();
    private final Rooms rooms = new Rooms(history, 1_000_000);
    private final HistoryRows rows = new MemoryHistoryRows(history.snapshots, history.rollups, history.flowRuns);
    private final HistoryExports exports =
            new HistoryExports(rows, new MemoryFlows(history.flowRuns), history.flowRuns, () -> rooms.now);

    private static Wanted wanted(TenantId tenant, Instant to, Optional<FlowId> flow, Optional<TaskId> task) {
        return new Wanted(tenant, Resolution.CHECKS, TEN, to, flow, task);
    }

    private static Wanted all() {
        return wanted(TENANT, Instant.MAX, Optional.empty(), Optional.empty());
    }

    private Export opened(Wanted wanted) {
        return ((Answer.Opened) exports.open(wanted)).export();
    }

    @Test
    void allRowsComePageByPageUntilNow() {
        rooms.report(rooms.whole("a", 1, 5), rooms.whole("b", 1, 5), rooms.whole("c", 1, 5));
        for (int check = 0; check < 2_000; check++) {
            rooms.checkAfter(Duration.ofSeconds(10));
            rooms.write();
            rooms.report(
                    rooms.small("a", 2 + check, 5), rooms.small("b", 2 + check, 5), rooms.small("c", 2 + check, 5));
        }
        rooms.writeAll();
        rooms.now = rooms.now.minusSeconds(5);

        List<Row> seen = new ArrayList<>();
        int pages = 0;
        try (Export export = opened(all())) {
            for (List<Row> page = export.next(); !page.isEmpty(); page = export.next()) {
                seen.addAll(page);
                pages++;
            }
            assertThat(export.next()).isEmpty();
        }

        assertThat(pages).isEqualTo(2);
        assertThat(seen).hasSize(3 * 1_999).doesNotHaveDuplicates();
    }

    @Test
    void onlySomeAreOpenAtOnceAndOneThatIsClosedMakesRoom() {
        List<Export> open = new ArrayList<>();
        for (int export = 0; export < HistoryExports.AT_ONCE; export++) {
            open.add(opened(all()));
        }
        assertThat(exports.open(all())).isEqualTo(new Answer.Busy(HistoryExports.AT_ONCE, Duration.ofSeconds(10)));

        open.get(0).close();
        open.get(0).close();

        opened(all());
        assertThat(exports.open(all())).isInstanceOf(Answer.Busy.class);
    }

    @Test
    void whatTheTenantDoesNotHaveIsToldBeforeAnythingIsOpened() {
        rooms.report(rooms.whole("a", 1, 5));
        TaskId task = rooms.known("a").ids().task();
        FlowId flow = rooms.known("a").ids().flow();
        TenantId other = new TenantId(2);

        assertThat(exports.open(wanted(TENANT, TEN, Optional.of(flow), Optional.of(task))))
                .isInstanceOf(Answer.Opened.class);
        assertThat(exports.open(wanted(other, TEN, Optional.empty(), Optional.of(task))))
                .isInstanceOf(Answer.NoSuchTask.class);
        assertThat(exports.open(wanted(other, TEN, Optional.of(flow), Optional.empty())))
                .isInstanceOf(Answer.NoSuchFlow.class);
    }
}
