package io.flowgauge.application.live;

import static io.flowgauge.application.port.out.PortFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowgauge.application.history.Rooms;
import io.flowgauge.application.port.in.Actor;
import io.flowgauge.application.port.in.EndTasks.Answer;
import io.flowgauge.application.port.in.RecordReports.Verdict;
import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.domain.AuditEvent;
import io.flowgauge.domain.EndingByHand;
import io.flowgauge.domain.Outcome;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskState;
import io.flowgauge.domain.TenantId;
import io.flowgauge.domain.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tasks that a person ends, with a history that is there and one that is away. */
class HandEndingsTest {
    private static final EndingByHand HAND = new EndingByHand(Outcome.FAILED, "its host burnt down", "ann");

    private static Actor ann(TenantId tenant) {
        return new Actor(new UserId(7), 1, "ann", Set.of(Role.OPERATOR), tenant, "192.0.2.7");
    }

    private final Rooms rooms = new Rooms();

    private Answer end(String id) {
        return end(rooms.known(id).ids().task());
    }

    private Answer end(TaskId id) {
        return rooms.hands().end(ann(TENANT), id, HAND);
    }

    private void endedWith(String id, Instant at, long records) {
        assertThat(rooms.known(id).task().state())
                .isEqualTo(new TaskState.Ended(Outcome.FAILED, at, HAND.reason(), "ann"));
        assertThat(rooms.snapshotsOf(id).stream()
                        .mapToLong(Snapshot::intervalRecords)
                        .sum())
                .isEqualTo(records);
        assertThat(rooms.snapshotsOf(id))
                .filteredOn(snapshot -> snapshot.state() instanceof TaskState.Ended)
                .hasSize(1);
        assertThat(rooms.running()).isEmpty();
    }

    @Test
    void aRunningTaskEndsNowWithTheNumbersThatAreKnown() {
        rooms.report(rooms.whole("a", 1, 5));
        rooms.checkAfter(Rooms.INTERVAL);
        rooms.writeAll();
        rooms.report(rooms.small("a", 2, 8));
        rooms.pass(Duration.ofSeconds(3));

        assertThat(end("a")).isInstanceOfSatisfying(Answer.Ended.class, ended -> {
            assertThat(ended.task().task().progress().records()).isEqualTo(8);
            assertThat(ended.task().last()).isNull();
        });

        endedWith("a", rooms.now, 8);
        assertThat(rooms.audited())
                .containsExactly(new AuditEvent(
                        rooms.now,
                        Optional.of(TENANT),
                        AuditEvent.Action.TASK_ENDED,
                        "ann",
                        "192.0.2.7",
                        Optional.of(new AuditEvent.Target(
                                Long.toString(rooms.known("a").ids().task().value()),
                                rooms.known("a").task().description().name())),
                        Optional.of("failed: its host burnt down")));
        rooms.checkAfter(Rooms.INTERVAL);
        rooms.writeAll();
        assertThat(rooms.report(rooms.small("a", 3, 9)).get(0).verdict()).isInstanceOf(Verdict.Stale.class);
        assertThat(rooms.report(rooms.ending("a", 4, 9)).get(0).verdict()).isInstanceOf(Verdict.Stale.class);
        endedWith("a", rooms.now.minus(Rooms.INTERVAL), 8);
    }

    @Test
    void aLostTaskEndedWhenItWasLastHeardOf() {
        rooms.report(rooms.whole("a", 1, 5));
        Instant heard = rooms.now;
        rooms.checkAfter(Rooms.LOST_AFTER);
        rooms.writeAll();

        assertThat(end("a")).isInstanceOf(Answer.Ended.class);

        endedWith("a", heard, 5);
    }

    @Test
    void oneThatTheHistoryAloneKnowsEndsToo() {
        rooms.report(rooms.whole("a", 1, 5));
        Instant heard = rooms.now;
        rooms.checkAfter(Rooms.LOST_AFTER);
        rooms.writeAll();
        rooms.pass(Duration.ofDays(3));
        rooms.restart();

        assertThat(end("a")).isInstanceOf(Answer.Ended.class);

        endedWith("a", heard, 5);
    }

    @Test
    void oneThatRanWhenTheServiceStoppedEnds() {
        rooms.report(rooms.whole("a", 1, 5));
        rooms.checkAfter(Rooms.INTERVAL);
        rooms.writeAll();
        rooms.restart();

        assertThat(end("a")).isInstanceOf(Answer.Ended.class);

        endedWith("a", rooms.now, 5);
    }

    @Test
    void whatHasEndedIsSaidToHave() {
        rooms.report(rooms.whole("a", 1, 5));
        rooms.report(rooms.ending("a", 2, 7));

        assertThat(end("a")).isInstanceOf(Answer.EndedBefore.class);
        rooms.checkAfter(Duration.ofHours(1));
        assertThat(end("a"))
                .isInstanceOfSatisfying(
                        Answer.EndedBefore.class,
                        before -> assertThat(before.task().task().progress().records())
                                .isEqualTo(7));
        assertThat(rooms.snapshotsOf("a")).hasSize(1);
    }

    @Test
    void whatIsNotThereOrAnothersIsNotEnded() {
        rooms.report(rooms.whole("a", 1, 5));

        assertThat(end(new TaskId(99))).isInstanceOf(Answer.NoSuchTask.class);
        assertThat(rooms.hands()
                        .end(ann(new TenantId(2)), rooms.known("a").ids().task(), HAND))
                .isInstanceOf(Answer.NoSuchTask.class);
        assertThat(rooms.running()).hasSize(1);
        assertThat(rooms.audited()).isEmpty();
    }

    @Test
    void whileTheHistoryIsAwayNothingEnds() {
        rooms.report(rooms.whole("a", 1, 5));
        TaskId id = rooms.known("a").ids().task();
        rooms.outage.begin();

        assertThatThrownBy(() -> end(id)).isInstanceOf(HistoryUnavailable.class);
        rooms.report(rooms.small("a", 2, 6));
        assertThat(rooms.running("a").task().progress().records()).isEqualTo(6);

        rooms.outage.end();
        assertThat(end(id)).isInstanceOf(Answer.Ended.class);
        endedWith("a", rooms.now, 6);
    }

    @Test
    void anEndingWhoseAnswerGotLostIsThereOnce() {
        rooms.report(rooms.whole("a", 1, 5));
        rooms.outage.loseNextAnswer();

        assertThatThrownBy(() -> end("a")).isInstanceOf(HistoryUnavailable.class);

        assertThat(end("a")).isInstanceOf(Answer.EndedBefore.class);
        endedWith("a", rooms.now, 5);
    }

    @Test
    void whatAnotherServiceEndedIsNotEndedAgainByEitherHandOrEngine() {
        rooms.report(rooms.whole("a", 1, 5), rooms.whole("b", 1, 5));
        Rooms other = rooms.another();
        other.hands().end(ann(TENANT), rooms.known("a").ids().task(), HAND);
        other.hands().end(ann(TENANT), rooms.known("b").ids().task(), HAND);

        assertThat(end("a"))
                .isInstanceOfSatisfying(
                        Answer.EndedBefore.class,
                        before -> assertThat(before.task().task().state())
                                .isEqualTo(rooms.known("a").task().state()));
        assertThat(rooms.report(rooms.ending("b", 2, 9)).get(0).verdict()).isInstanceOf(Verdict.Stale.class);

        endedWith("a", rooms.now, 5);
        endedWith("b", rooms.now, 5);
    }
}
