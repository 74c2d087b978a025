package io.flowgauge.application.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.flowgauge.application.history.Rooms;
import io.flowgauge.application.port.in.QueryRunningTasks.RunningTask;
import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.domain.Snapshot;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The service's periodic look at running tasks. */
class CheckerTest {
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final Rooms rooms = new Rooms();

    @Test
    void recordsSinceTheLastCheckStartAnewAtEachCheckAndReadingChangesNothing() {
        rooms.report(rooms.whole("a", 1, 5));
        assertThat(rooms.running("a").last().at()).isNull();
        rooms.checkAfter(INTERVAL);
        rooms.report(rooms.small("a", 2, 12));

        for (int reader = 0; reader < 2; reader++) {
            RunningTask task = rooms.running("a");
            assertThat(task.last().at()).isEqualTo(rooms.now);
            assertThat(task.last().recordsSince(task.task().progress().records()))
                    .isEqualTo(7);
        }
    }

    @Test
    void eachRunningTaskHasOneSnapshotACheckInOrderOfTime() {
        rooms.report(rooms.whole("a", 1, 5), rooms.whole("b", 1, 1));
        rooms.checkAfter(INTERVAL);
        rooms.check();
        rooms.report(rooms.small("a", 2, 9));
        rooms.checkAfter(INTERVAL);
        rooms.writeAll();

        assertThat(rooms.snapshotsOf("a"))
                .extracting(snapshot -> snapshot.intervalRecords())
                .containsExactly(5L, 4L);
        assertThat(rooms.snapshotsOf("b")).hasSize(2);
    }

    @Test
    void aClockThatIsSetBackMakesNoSecondSnapshotOfAMoment() {
        rooms.report(rooms.whole("a", 1, 5));
        rooms.checkAfter(INTERVAL);
        Instant first = rooms.now;
        rooms.now = first.minus(Duration.ofMinutes(1));
        rooms.check();
        rooms.report(rooms.small("a", 2, 6));
        rooms.now = first;
        rooms.check();
        rooms.writeAll();

        assertThat(rooms.snapshotsOf("a")).hasSize(1);
        assertThat(rooms.running("a").task().duration(first.minus(Duration.ofHours(9))))
                .isZero();
    }

    @Test
    void aClockThatIsSetLosesNoTaskAndSilenceDoesWhereverTheClockStands() {
        rooms.report(rooms.whole("a", 1, 5));
        rooms.now = rooms.now.plus(Duration.ofHours(10));
        rooms.check();
        assertThat(rooms.running()).hasSize(1);

        rooms.now = rooms.now.minus(Duration.ofDays(1));
        rooms.checkAfter(Rooms.LOST_AFTER.minusSeconds(1));
        assertThat(rooms.running()).hasSize(1);
        rooms.checkAfter(Duration.ofSeconds(1));
        assertThat(rooms.running()).isEmpty();
    }

    @Test
    void aTaskThatGetsLostWhileTheClockIsSetBackHasItsLastRecordsInTheHistoryAfterItsLastCheck() {
        rooms.report(rooms.whole("a", 1, 5));
        rooms.checkAfter(INTERVAL);
        Instant last = rooms.now;
        rooms.now = rooms.now.minus(Duration.ofHours(1));
        rooms.report(rooms.small("a", 2, 8));
        rooms.checkAfter(Rooms.LOST_AFTER);
        rooms.writeAll();

        assertThat(rooms.snapshotsOf("a"))
                .extracting(Snapshot::checkedAt, Snapshot::intervalRecords)
                .containsExactly(tuple(last, 5L), tuple(last.plusMillis(1), 3L));
    }

    @Test
    void noCheckOfATaskLiesBeforeItsBeginning() {
        rooms.report(rooms.whole("a", 1, 5));
        Instant begun = rooms.now;
        rooms.now = begun.minus(Duration.ofMinutes(1));
        for (int check = 0; check < 6; check++) {
            rooms.checkAfter(INTERVAL);
            rooms.report(rooms.small("a", 2 + check, 5 + check));
        }
        rooms.writeAll();

        assertThat(rooms.snapshotsOf("a")).extracting(Snapshot::checkedAt).containsExactly(begun);
    }

    @Test
    void aTaskOfWhichOnlyAnEndingComesThatCannotBeWrittenIsNotLost() {
        rooms.report(rooms.whole("a", 1, 5));
        rooms.outage.begin();
        rooms.checkAfter(INTERVAL);
        for (int minute = 0; minute < 10; minute++) {
            assertThatThrownBy(() -> rooms.report(rooms.ending("a", 2, 7))).isInstanceOf(HistoryUnavailable.class);
            rooms.checkAfter(Duration.ofMinutes(1));
        }

        assertThat(rooms.running()).hasSize(1);
    }

    @Test
    void aTaskNotHeardOfIsLostLeavesTheListAndRunsAgainWhenItIsHeardOf() {
        rooms.report(rooms.whole("silent", 1, 5), rooms.whole("talks", 1, 5));
        rooms.pass(Rooms.LOST_AFTER.minusSeconds(1));
        rooms.report(rooms.small("talks", 2, 5));
        rooms.check();
        assertThat(rooms.running()).hasSize(2);

        rooms.checkAfter(Duration.ofSeconds(1));
        rooms.writeAll();
        assertThat(rooms.running()).hasSize(1);
        assertThat(rooms.known("silent").task().state().word()).isEqualTo("lost");

        rooms.report(rooms.small("silent", 2, 8));
        rooms.checkAfter(INTERVAL);
        rooms.writeAll();
        assertThat(rooms.running("silent").task().progress().records()).isEqualTo(8);
        assertThat(rooms.known("silent").task().state().word()).isEqualTo("running");
        assertThat(rooms.snapshotsOf("silent"))
                .extracting(snapshot -> snapshot.intervalRecords())
                .containsExactly(5L, 3L);
    }

    @Test
    void silenceWhileTheServiceWasDownIsNotTheEngines() {
        rooms.report(rooms.whole("a", 1, 5));
        rooms.pass(Duration.ofHours(3));
        rooms.restart();

        rooms.checkAfter(INTERVAL);
        assertThat(rooms.running()).hasSize(1);

        rooms.checkAfter(Rooms.LOST_AFTER);
        assertThat(rooms.running()).isEmpty();
    }

    @Test
    void aStaleReportCountsAsHeardOf() {
        rooms.report(rooms.whole("a", 1, 5));
        rooms.pass(Rooms.LOST_AFTER.minusSeconds(1));
        rooms.report(rooms.small("a", 1, 5));
        rooms.checkAfter(Duration.ofSeconds(2));

        assertThat(rooms.running()).hasSize(1);
    }

    @Test
    void aTaskLostLongAgoIsForgottenAndFoundInTheHistoryWhenItIsHeardOfAgain() {
        rooms.report(rooms.whole("a", 1, 5));
        rooms.checkAfter(Rooms.LOST_AFTER);
        rooms.writeAll();
        rooms.checkAfter(Checker.LOST_KEPT.plusSeconds(1));

        rooms.report(rooms.whole("a", 2, 9));

        assertThat(rooms.running("a").id()).isEqualTo(rooms.known("a").ids().task());
    }

    @Test
    void whatRanIsThereAfterARestartAsLastKnown() {
        rooms.report(rooms.whole("a", 1, 5));
        rooms.report(rooms.whole("b", 1, 0));
        rooms.checkAfter(INTERVAL);
        rooms.writeAll();
        rooms.report(rooms.small("a", 2, 9));
        Instant check = rooms.now;

        rooms.restart();

        assertThat(rooms.running()).hasSize(2);
        assertThat(rooms.running("a").task().progress().records()).isEqualTo(5);
        assertThat(rooms.running("a").last().at()).isEqualTo(check);
        rooms.report(rooms.small("a", 3, 11));
        assertThat(rooms.running("a").task().progress().records()).isEqualTo(11);
    }

    @Test
    void checksThatWaitForTheOutcomeOfAnEndingAreBoundedAndNothingOfThemIsMissing() {
        rooms.report(rooms.whole("a", 1, 0));
        rooms.checkAfter(INTERVAL);
        rooms.writeAll();
        rooms.outage.begin();
        assertThatThrownBy(() -> rooms.report(rooms.ending("a", 2, 7))).isInstanceOf(HistoryUnavailable.class);
        for (int check = 1; check <= 200; check++) {
            rooms.report(rooms.small("a", 2 + check, check));
            rooms.checkAfter(INTERVAL);
        }
        rooms.outage.end();
        rooms.settleEndings();
        rooms.writeAll();

        assertThat(rooms.snapshotsOf("a"))
                .hasSize(61)
                .extracting(Snapshot::intervalRecords)
                .startsWith(0L, 141L, 1L)
                .endsWith(1L);
    }

    @Test
    void pastTheBoundTheOldestChecksGoUpInTheNextOnesAndAreCounted() {
        Rooms small = new Rooms(3);
        small.report(small.whole("a", 1, 0));
        small.outage.begin();
        for (int check = 1; check <= 5; check++) {
            small.report(small.small("a", 1 + check, check));
            small.checkAfter(INTERVAL);
            small.write();
        }
        assertThat(small.waiting().waiting()).isEqualTo(3);
        assertThat(small.waiting().merged()).isEqualTo(2);

        small.outage.end();
        small.writeAll();

        assertThat(small.snapshotsOf("a")).extracting(Snapshot::intervalRecords).containsExactly(1L, 3L, 1L);
    }
}
