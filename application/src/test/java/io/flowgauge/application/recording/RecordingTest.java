package io.flowgauge.application.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowgauge.application.history.Rooms;
import io.flowgauge.application.port.in.RecordReports.Batch;
import io.flowgauge.application.port.in.RecordReports.Need;
import io.flowgauge.application.port.in.RecordReports.Result;
import io.flowgauge.application.port.in.RecordReports.Verdict;
import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.application.port.out.PortFixture;
import io.flowgauge.domain.Progress;
import io.flowgauge.domain.RequestId;
import io.flowgauge.domain.TaskDescription;
import io.flowgauge.domain.TaskReport;
import io.flowgauge.domain.TaskState;
import io.flowgauge.domain.TaskType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of reports, with a history that is there and one that is away. */
class RecordingTest {
    private final Rooms rooms = new Rooms();

    private static void accepted(List<Result> results) {
        assertThat(results)
                .isNotEmpty()
                .allSatisfy(result -> assertThat(result.verdict()).isInstanceOf(Verdict.Accepted.class));
    }

    @Test
    void aSmallReportOfATaskThatIsNotKnownNeedsTheWholeOne() {
        Verdict verdict = rooms.report(rooms.small("a", 1, 5)).get(0).verdict();

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Rejected.class, rejected -> {
            assertThat(rejected.need()).isEqualTo(Need.WHOLE);
            assertThat(rejected.detail()).contains("send the report whole");
        });
        assertThat(rooms.running()).isEmpty();
    }

    @Test
    void aTaskMayBeginMoveAndEndInOneBatch() {
        List<Result> results = rooms.report(rooms.whole("a", 1, 0), rooms.small("a", 2, 10), rooms.ending("a", 3, 12));

        accepted(results);
        assertThat(rooms.running()).isEmpty();
        assertThat(rooms.known("a").task().progress().records()).isEqualTo(12);
        assertThat(rooms.snapshotsOf("a"))
                .singleElement()
                .satisfies(last -> assertThat(last.intervalRecords()).isEqualTo(12));
    }

    @Test
    void whatIsReportedAgainIsStaleAndNamesItsRun() {
        rooms.report(rooms.whole("a", 5, 10));
        rooms.report(rooms.ending("a", 6, 12));

        for (TaskReport again : List.of(rooms.ending("a", 6, 12), rooms.small("a", 7, 99), rooms.whole("a", 4, 1))) {
            assertThat(rooms.report(again).get(0).verdict()).isInstanceOfSatisfying(Verdict.Stale.class, stale -> {
                assertThat(stale.known()).isEqualTo(6);
                assertThat(stale.run().flow()).isEqualTo("flow");
            });
        }
        assertThat(rooms.known("a").task().progress().records()).isEqualTo(12);
        assertThat(rooms.snapshotsOf("a")).hasSize(1);
    }

    @Test
    void aLateReportOfATaskThatEndedLongAgoFindsItInTheHistory() {
        rooms.report(rooms.whole("a", 1, 0));
        rooms.report(rooms.ending("a", 2, 7));
        rooms.checkAfter(Duration.ofHours(1));
        rooms.restart();

        assertThat(rooms.report(rooms.whole("a", 3, 9)).get(0).verdict()).isInstanceOf(Verdict.Stale.class);
        assertThat(rooms.running()).isEmpty();
        assertThat(rooms.known("a").task().progress().records()).isEqualTo(7);
    }

    @Test
    void whatNeverChangesIsRefusedWithBothValuesAndTheOthersGoOn() {
        rooms.report(rooms.whole("a", 1, 0));
        TaskReport other = new TaskReport(
                new RequestId("a"),
                2,
                TaskState.RUNNING,
                rooms.now,
                Progress.ofRecords(50),
                PortFixture.described("another", "run", TaskType.LOAD));

        List<Result> results = rooms.report(other, rooms.whole("b", 1, 3));

        assertThat(results.get(0).verdict())
                .isInstanceOfSatisfying(
                        Verdict.Rejected.class,
                        rejected -> assertThat(rejected.detail())
                                .contains("\"another\"")
                                .contains("\"flow\""));
        assertThat(results.get(1).verdict()).isInstanceOf(Verdict.Accepted.class);
        assertThat(rooms.running("a").task().progress().records()).isZero();
    }

    @Test
    void aStartFarAheadOfTheServicesClockIsTheServicesWithAWarning() {
        rooms.now = rooms.now.minus(Duration.ofHours(1));

        Result result = rooms.report(rooms.whole("a", 1, 0)).get(0);

        assertThat(result.warnings())
                .singleElement()
                .asString()
                .contains("started")
                .contains("5 minutes ahead");
        assertThat(rooms.running("a").task().started()).isEqualTo(rooms.now);
    }

    @Test
    void aStartToldInSecondsIsTakenWithAWarning() {
        TaskReport seconds = new TaskReport(
                new RequestId("a"),
                1,
                TaskState.RUNNING,
                rooms.now,
                Progress.ofRecords(0),
                described("copy", Instant.ofEpochMilli(1_795_428_000L)));

        assertThat(rooms.report(seconds).get(0).warnings())
                .singleElement()
                .asString()
                .contains("milliseconds")
                .contains("1970");
    }

    @Test
    void whileTheHistoryIsAwayProgressCountsAndBeginningsAndEndingsDoNot() {
        rooms.report(rooms.whole("moves", 1, 0), rooms.whole("ends", 1, 0));
        rooms.outage.begin();
        TaskReport[] batch = {
            rooms.small("moves", 2, 20),
            rooms.ending("ends", 2, 30),
            rooms.whole("begins", 1, 0),
            rooms.small("moves", 3, 21)
        };

        assertThatThrownBy(() -> rooms.report(batch)).isInstanceOf(HistoryUnavailable.class);

        assertThat(rooms.running("moves").task().progress().records()).isEqualTo(21);
        assertThat(rooms.running("ends").task().progress().records()).isZero();
        assertThat(rooms.running()).hasSize(2);

        rooms.outage.end();
        List<Result> again = rooms.report(batch);

        assertThat(again.get(0).verdict()).isInstanceOf(Verdict.Stale.class);
        assertThat(again.get(1).verdict()).isInstanceOf(Verdict.Accepted.class);
        assertThat(again.get(2).verdict()).isInstanceOf(Verdict.Accepted.class);
        assertThat(rooms.running()).hasSize(2);
        assertThat(rooms.snapshotsOf("ends")).hasSize(1);
    }

    @Test
    void anEndingWhoseAnswerGotLostIsThereOnceWhenItIsSentAgain() {
        rooms.report(rooms.whole("a", 1, 0));
        rooms.outage.loseNextAnswer();
        assertThatThrownBy(() -> rooms.report(rooms.ending("a", 2, 30))).isInstanceOf(HistoryUnavailable.class);
        rooms.checkAfter(Duration.ofSeconds(10));

        Verdict again = rooms.report(rooms.ending("a", 2, 30)).get(0).verdict();

        assertThat(again).isInstanceOf(Verdict.Stale.class);
        assertThat(rooms.running()).isEmpty();
        assertThat(rooms.snapshotsOf("a")).hasSize(1);
    }

    @Test
    void anEndingWhoseAnswerGotLostIsSettledThoughNobodySendsItAgain() {
        rooms.report(rooms.whole("a", 1, 0));
        rooms.outage.loseNextAnswer();
        assertThatThrownBy(() -> rooms.report(rooms.ending("a", 2, 30))).isInstanceOf(HistoryUnavailable.class);

        rooms.settleEndings();

        assertThat(rooms.running()).isEmpty();
    }

    @Test
    void aBeginningWhoseAnswerGotLostIsTheSameTaskWhenItIsSentAgain() {
        rooms.outage.loseNextAnswer();
        assertThatThrownBy(() -> rooms.report(rooms.whole("a", 1, 0))).isInstanceOf(HistoryUnavailable.class);
        assertThat(rooms.running()).isEmpty();

        rooms.report(rooms.whole("a", 2, 4));

        assertThat(rooms.running("a").id()).isEqualTo(rooms.known("a").ids().task());
        assertThat(rooms.running("a").task().progress().records()).isEqualTo(4);
    }

    @Test
    void anEndingWithinTheMillisecondOfACheckComesAfterIt() {
        rooms.report(rooms.whole("a", 1, 5));
        rooms.checkAfter(Duration.ofSeconds(10));
        rooms.writeAll();
        rooms.pass(Duration.ofNanos(400_000));

        accepted(rooms.report(rooms.ending("a", 2, 8)));

        assertThat(rooms.snapshotsOf("a"))
                .extracting(snapshot -> snapshot.intervalRecords())
                .containsExactly(5L, 3L);
    }

    @Test
    void anEndingWhoseSettlingFailedByADefectCanBeSentAgain() {
        rooms.report(rooms.whole("a", 1, 0));
        rooms.outage.loseNextAnswer();
        assertThatThrownBy(() -> rooms.report(rooms.ending("a", 2, 30))).isInstanceOf(HistoryUnavailable.class);
        rooms.outage.defective(true);
        assertThatThrownBy(rooms::settleEndings).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> rooms.report(rooms.ending("a", 2, 30))).isInstanceOf(IllegalStateException.class);
        rooms.outage.defective(false);

        assertThat(rooms.report(rooms.ending("a", 2, 30)).get(0).verdict()).isInstanceOf(Verdict.Stale.class);
    }

    @Test
    void aTaskThatIsForgottenWhileItsBatchIsReadIsAskedForWhole() {
        rooms.report(rooms.whole("a", 1, 0));
        rooms.checkAfter(Rooms.LOST_AFTER);
        Batch batch = rooms.batch();
        batch.add(rooms.ending("a", 2, 30));
        rooms.checkAfter(Duration.ofHours(25));

        assertThat(batch.commit().get(0).verdict())
                .isInstanceOfSatisfying(
                        Verdict.Rejected.class,
                        rejected -> assertThat(rejected.need()).isEqualTo(Need.WHOLE));
    }

    @Test
    void anEndingWaitsForTheTasksLastCheck() {
        rooms.report(rooms.whole("a", 1, 5));
        rooms.checkAfter(Duration.ofSeconds(10));

        assertThatThrownBy(() -> rooms.report(rooms.ending("a", 2, 8)))
                .isInstanceOf(HistoryUnavailable.class)
                .hasMessageContaining("last check");

        rooms.writeAll();
        accepted(rooms.report(rooms.ending("a", 2, 8)));
        assertThat(rooms.snapshotsOf("a"))
                .extracting(snapshot -> snapshot.intervalRecords())
                .containsExactly(5L, 3L);
    }

    @Test
    void aChangedDescriptionIsOnTheListAtOnceAndInTheHistoryWithTheWriter() {
        rooms.report(rooms.whole("a", 1, 0));
        rooms.outage.begin();
        TaskReport renamed = new TaskReport(
                new RequestId("a"),
                2,
                TaskState.RUNNING,
                rooms.now,
                Progress.ofRecords(1),
                described("renamed", PortFixture.TEN));
        accepted(rooms.report(renamed));
        assertThat(rooms.running("a").task().description().name()).isEqualTo("renamed");
        rooms.write();
        rooms.outage.end();
        assertThat(rooms.known("a").task().description().name()).isNotEqualTo("renamed");

        rooms.write();

        assertThat(rooms.known("a").task().description().name()).isEqualTo("renamed");
    }

    private static TaskDescription described(String name, Instant started) {
        var told = PortFixture.described("flow", "run", TaskType.LOAD);
        return new TaskDescription(
                told.flow(),
                told.runKey(),
                name,
                told.type(),
                told.owner(),
                told.engine(),
                told.language(),
                told.code(),
                started,
                told.labels(),
                told.link(),
                told.parentRequestId(),
                null);
    }

    @Test
    void aBatchCanBeGoneOnWithAfterItWasCommitted() {
        Batch batch = rooms.batch();
        batch.add(rooms.whole("a", 1, 0));
        accepted(batch.commit());
        batch.add(rooms.small("a", 2, 5));

        assertThat(batch.commit()).hasSize(1);
        assertThat(batch.commit()).isEmpty();
    }
}
