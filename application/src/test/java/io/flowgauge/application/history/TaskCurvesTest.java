package io.flowgauge.application.history;

import static io.flowgauge.application.port.out.PortFixture.TEN;
import static io.flowgauge.application.port.out.PortFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.application.port.in.QueryTaskHistory.Answer;
import io.flowgauge.application.port.in.QueryTaskHistory.Detail;
import io.flowgauge.application.port.in.QueryTaskHistory.Point;
import io.flowgauge.application.port.in.QueryTaskHistory.Span;
import io.flowgauge.application.port.out.HistoryParts.Drop;
import io.flowgauge.application.port.out.MemoryHistory;
import io.flowgauge.application.port.out.MemoryHistoryParts;
import io.flowgauge.application.port.out.TaskHistory;
import io.flowgauge.domain.HistoryGap;
import io.flowgauge.domain.Progress;
import io.flowgauge.domain.RequestId;
import io.flowgauge.domain.Resolution;
import io.flowgauge.domain.Rollup;
import io.flowgauge.domain.RollupStep;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.TaskDescription;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskReport;
import io.flowgauge.domain.TaskState;
import io.flowgauge.domain.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TaskCurvesTest {
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Span ALL = new Span(null, null);
    private static final Detail FINE = new Detail.AtMost(500);

    private final MemoryHistory history = new MemoryHistory();
    private final Rooms rooms = new Rooms(history, 1_000_000);

    private void checkedAndWritten() {
        rooms.checkAfter(INTERVAL);
        rooms.writeAll();
    }

    private void rollUp(Instant until) {
        history.rollups.close(until);
        boolean more = true;
        while (more) {
            more = history.rollups.makeMinutes();
        }
    }

    private TaskCurves curves() {
        return new TaskCurves(rooms.tasks(), history.tasks, history.gaps, INTERVAL);
    }

    private Answer.Curve curve(String id, Span span, Detail detail) {
        return (Answer.Curve) curves().curve(TENANT, rooms.known(id).ids().task(), span, detail);
    }

    private List<Point> points(String id) {
        return curve(id, ALL, FINE).points();
    }

    private static void started(Rooms rooms, String id, Instant started) {
        TaskDescription like = rooms.whole(id, 1, 0).description();
        rooms.report(new TaskReport(
                new RequestId(id),
                1,
                TaskState.RUNNING,
                rooms.now,
                Progress.ofRecords(0),
                new TaskDescription(
                        like.flow(),
                        like.runKey(),
                        like.name(),
                        like.type(),
                        null,
                        null,
                        null,
                        null,
                        started,
                        like.labels(),
                        null,
                        null,
                        null)));
    }

    @Test
    void aRunningTasksCurveBeginsWithItAndEndsWithWhatItDidSinceItsLastCheck() {
        rooms.report(rooms.whole("a", 1, 5));
        checkedAndWritten();
        rooms.report(rooms.small("a", 2, 25));
        checkedAndWritten();
        rooms.report(rooms.small("a", 3, 32));
        rooms.now = rooms.now.plusSeconds(5);

        List<Point> points = points("a");

        assertThat(points).extracting(Point::at).containsExactly(TEN, TEN.plusSeconds(10), TEN.plusSeconds(20));
        assertThat(points).extracting(Point::records).containsExactly(5L, 20L, 7L);
        assertThat(points).extracting(Point::recordsPerSecond).containsExactly(0.5, 2.0, 1.4);
        assertThat(points).extracting(Point::live).containsExactly(false, false, true);
    }

    @Test
    void withoutASpanItIsTheLastHour() {
        rooms.report(rooms.whole("a", 1, 5));
        for (int minute = 0; minute < 90; minute++) {
            rooms.report(rooms.small("a", 2 + minute, 5));
            rooms.checkAfter(Duration.ofMinutes(1));
        }
        rooms.writeAll();

        Answer.Curve curve = curve("a", ALL, FINE);

        assertThat(curve.step()).isEqualTo(INTERVAL);
        assertThat(curve.resolution()).isEqualTo(Resolution.CHECKS);
        assertThat(curve.points().get(0).at()).isEqualTo(rooms.now.minus(Duration.ofHours(1)));
        assertThat(curve.points()).filteredOn(point -> point.did() != null).hasSize(60);
    }

    @Test
    void whatTheEngineTookBackShowsAsNothing() {
        rooms.report(rooms.whole("a", 1, 50));
        checkedAndWritten();
        rooms.report(rooms.small("a", 2, 20));
        checkedAndWritten();

        assertThat(points("a").get(1).records()).isZero();
        assertThat(points("a").get(1).did().records()).isEqualTo(-30);
    }

    @Test
    void anEndedTasksCurveEndsWithItsEndAndHasAllItsRecords() {
        rooms.report(rooms.whole("a", 1, 5));
        checkedAndWritten();
        rooms.now = rooms.now.plusSeconds(13);
        rooms.report(rooms.ending("a", 2, 40));
        rooms.now = rooms.now.plus(Duration.ofHours(5));

        List<Point> points = points("a");

        assertThat(points).extracting(Point::records).containsExactly(5L, null, 35L);
        assertThat(points.get(2).did().state()).isEqualTo(TaskState.Kind.COMPLETED);
        assertThat(points).extracting(Point::live).containsOnly(false);
    }

    @Test
    void anEndingThatArrivedLateIsInTheCurveToo() {
        rooms.report(rooms.whole("a", 1, 5));
        checkedAndWritten();
        TaskReport ending = rooms.ending("a", 2, 40);
        rooms.now = rooms.now.plusSeconds(50);
        rooms.report(ending);

        assertThat(points("a")).extracting(Point::records).containsExactly(5L, null, null, null, null, 35L);
    }

    @Test
    void aTaskThatBeganAndEndedInOneMomentHasOnePoint() {
        rooms.report(rooms.whole("a", 1, 5), rooms.ending("a", 2, 40));

        assertThat(points("a")).extracting(Point::records).containsExactly(40L);
        assertThat(points("a").get(0).recordsPerSecond()).isNull();
    }

    @Test
    void aCheckThatIsNotWrittenYetLeavesNoHole() {
        rooms.report(rooms.whole("a", 1, 5));
        checkedAndWritten();
        rooms.report(rooms.small("a", 2, 25));
        rooms.checkAfter(INTERVAL);
        rooms.report(rooms.small("a", 3, 26));
        rooms.now = rooms.now.plusMillis(20);

        List<Point> points = points("a");

        assertThat(points).extracting(Point::records).containsExactly(5L, 21L);
        assertThat(points).extracting(Point::live).containsExactly(false, true);
    }

    @Test
    void aFirstCheckThatIsNotWrittenYetLeavesNoHole() {
        rooms.report(rooms.whole("a", 1, 5));
        rooms.checkAfter(INTERVAL);
        rooms.report(rooms.small("a", 2, 8));
        rooms.now = rooms.now.plusMillis(20);

        assertThat(points("a")).extracting(Point::records).containsExactly(8L);
        rooms.writeAll();
        assertThat(points("a")).extracting(Point::records).containsExactly(5L, 3L);
    }

    @Test
    void aCheckThatIsNotWrittenYetLeavesNoHoleWhereAllBeforeItAreRolledUp() {
        rooms.report(rooms.whole("a", 1, 5));
        rooms.checkAfter(Duration.ofMinutes(1));
        rooms.writeAll();
        rollUp(rooms.now);
        rooms.report(rooms.small("a", 2, 25));
        rooms.checkAfter(Duration.ofMinutes(1));
        rooms.report(rooms.small("a", 3, 26));
        rooms.now = rooms.now.plusMillis(20);

        TaskCurves eachMinute = new TaskCurves(rooms.tasks(), history.tasks, history.gaps, Duration.ofMinutes(1));
        Answer.Curve curve =
                (Answer.Curve) eachMinute.curve(TENANT, rooms.known("a").ids().task(), ALL, FINE);

        assertThat(curve.resolution()).isEqualTo(Resolution.MINUTES);
        assertThat(curve.points()).extracting(Point::records).containsExactly(5L, 21L);
    }

    /** Writes what waits as soon as checks have been read. */
    private final class WrittenMeanwhile implements TaskHistory {
        @Override
        public Reach reach() {
            return history.tasks.reach();
        }

        @Override
        public void checks(TenantId tenant, TaskId task, Instant after, Instant until, Consumer<Snapshot> each) {
            history.tasks.checks(tenant, task, after, until, each);
            rooms.writeAll();
        }

        @Override
        public Optional<Snapshot> newest(TenantId tenant, TaskId task, Instant after, Instant until) {
            return history.tasks.newest(tenant, task, after, until);
        }

        @Override
        public void rollups(
                RollupStep step, TenantId tenant, TaskId task, Instant from, Instant to, Consumer<Rollup> each) {
            history.tasks.rollups(step, tenant, task, from, to, each);
        }
    }

    @Test
    void aFirstCheckThatIsWrittenWhileItsCurveIsReadLeavesNoHole() {
        rooms.report(rooms.whole("a", 1, 5));
        rooms.checkAfter(INTERVAL);
        rooms.report(rooms.small("a", 2, 8));
        rooms.now = rooms.now.plusMillis(20);

        TaskCurves curves = new TaskCurves(rooms.tasks(), new WrittenMeanwhile(), history.gaps, INTERVAL);
        Answer.Curve curve =
                (Answer.Curve) curves.curve(TENANT, rooms.known("a").ids().task(), ALL, FINE);

        assertThat(curve.points()).extracting(Point::records).containsExactly(5L, 3L);
    }

    @Test
    void recordsWhoseChecksAreDroppedAreNotTakenForNewOnes() {
        rooms.report(rooms.whole("a", 1, 500));
        rooms.checkAfter(INTERVAL);
        rooms.writeAll();
        rollUp(TEN.plus(Duration.ofDays(1)));
        MemoryHistoryParts parts =
                new MemoryHistoryParts(history.snapshots, history.rollups, history.outage, () -> rooms.now);
        parts.make(TEN, TEN);
        rooms.now = TEN.plus(Duration.ofDays(2));
        assertThat(parts.drop(parts.all().get(0), Duration.ofDays(1))).isEqualTo(Drop.DROPPED);
        rooms.report(rooms.small("a", 2, 508));
        rooms.now = rooms.now.plusMillis(20);

        assertThat(points("a").stream().filter(point -> point.did() != null))
                .extracting(Point::records)
                .containsExactly(8L);
    }

    @Test
    void whatALostTaskDidBeforeItFellSilentIsInItsCurve() {
        rooms.report(rooms.whole("a", 1, 5));
        checkedAndWritten();
        rooms.now = rooms.now.plusSeconds(4);
        rooms.report(rooms.small("a", 2, 25));
        rooms.checkAfter(Rooms.LOST_AFTER);

        List<Point> notWritten = points("a");
        rooms.writeAll();

        assertThat(notWritten).extracting(Point::records).containsExactly(5L, 20L);
        assertThat(notWritten.get(1).did().state()).isEqualTo(TaskState.Kind.LOST);
        assertThat(points("a")).extracting(Point::records).containsExactly(5L, 20L);
    }

    @Test
    void anEngineWhoseClockIsAheadLosesNoRecordsOfItsCurve() {
        Instant started = TEN.plus(Duration.ofMinutes(4));
        started(rooms, "a", started);
        rooms.report(rooms.small("a", 2, 30));
        checkedAndWritten();
        assertThat(points("a")).extracting(Point::records).containsExactly(30L);

        for (int check = 0; check < 30; check++) {
            rooms.report(rooms.small("a", 3 + check, 31 + check));
            checkedAndWritten();
        }
        List<Point> points = points("a");
        assertThat(points.get(0).at()).isEqualTo(started);
        assertThat(points.stream().mapToLong(Point::records).sum()).isEqualTo(60);
    }

    @Test
    void gapsThatItHasAreTold() {
        rooms.report(rooms.whole("a", 1, 5));
        checkedAndWritten();
        assertThat(curve("a", ALL, FINE).gaps()).isEmpty();

        HistoryGap gap = new HistoryGap(TEN.plusSeconds(10), TEN.plusSeconds(40), HistoryGap.Reason.SERVICE_DOWN);
        history.gaps.record(gap);
        rooms.checkAfter(Duration.ofSeconds(30));
        rooms.writeAll();
        Answer.Curve curve = curve("a", ALL, FINE);

        assertThat(curve.gaps()).containsExactly(gap);
        assertThat(curve.points()).extracting(Point::records).containsExactly(5L, null, null, 0L);
        assertThat(curve("a", ALL, new Detail.Every(Duration.ofMinutes(1))).gaps())
                .as("also one that no step is as long as")
                .containsExactly(gap);
        assertThat(curve("a", new Span(TEN, TEN.plusSeconds(5)), FINE).gaps()).isEmpty();
    }

    @Test
    void aSpanBeforeItsStartOrAfterItsEndIsEmpty() {
        rooms.report(rooms.whole("a", 1, 5));
        rooms.report(rooms.ending("a", 2, 40));

        assertThat(curve("a", new Span(TEN.minusSeconds(90), TEN.minusSeconds(60)), FINE)
                        .points())
                .isEmpty();
        assertThat(curve("a", new Span(TEN.plusSeconds(60), TEN.plusSeconds(90)), FINE)
                        .points())
                .isEmpty();
    }

    @Test
    void whatCannotBeHadIsRefusedWithWhatCan() {
        rooms.report(rooms.whole("a", 1, 5));
        rooms.now = rooms.now.plus(Duration.ofHours(20));
        TaskId id = rooms.known("a").ids().task();
        Span long20Hours = new Span(TEN, null);

        assertThat(curves().curve(TENANT, id, long20Hours, new Detail.Every(Duration.ofSeconds(15))))
                .isEqualTo(
                        new Answer.Refused(
                                "step is 15000 ms; in this span it must be a multiple of 10000 or 60000 or 3600000 ms and at least 14401 ms, for at most 5000 points; or leave it out"));
        assertThat(curves().curve(TENANT, id, long20Hours, new Detail.Every(INTERVAL)))
                .isInstanceOf(Answer.Refused.class);
        assertThat(curves().curve(TENANT, id, new Span(TEN, TEN.minusMillis(1)), FINE))
                .isInstanceOf(Answer.Refused.class);
    }

    @Test
    void anotherTenantsTaskIsNone() {
        rooms.report(rooms.whole("a", 1, 5));
        TaskId id = rooms.known("a").ids().task();

        assertThat(curves().curve(new TenantId(2), id, ALL, FINE)).isInstanceOf(Answer.NoSuchTask.class);
        assertThat(curves().curve(TENANT, new TaskId(999), ALL, FINE)).isInstanceOf(Answer.NoSuchTask.class);
    }
}
