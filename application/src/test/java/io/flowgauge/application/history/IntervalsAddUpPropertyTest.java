package io.flowgauge.application.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.application.port.in.RecordReports.Result;
import io.flowgauge.application.port.in.RecordReports.Verdict;
import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.application.port.out.MemoryHistory;
import io.flowgauge.domain.Outcome;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.TaskReport;
import io.flowgauge.domain.TaskState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever the history answers, or does not, and whenever the service is killed: the intervals of a task add up to what it moved. */
class IntervalsAddUpPropertyTest {
    private static final int TASKS = 3;

    // Held, since loggers are collected when nobody does: thousands of outages would be told.
    private static final Logger QUIET = Logger.getLogger(HistoryWriter.class.getName());

    static {
        QUIET.setLevel(Level.OFF);
    }

    enum Step {
        PROGRESS,
        BACK_TO_CHECKPOINT,
        END,
        CHECK,
        CHECK_AT_THE_SAME_MOMENT,
        WRITE,
        SETTLE,
        AWAY,
        BACK,
        LOSE_NEXT_ANSWER,
        KILL,
        SILENCE
    }

    /** An engine that keeps to the contract: cumulative, sequenced, whole where needed, endings until they are acknowledged. */
    private static final class Engine {
        private final Rooms rooms;
        private final String id;
        private long sequence;
        private long records;
        private boolean ending;
        boolean acknowledged;

        Engine(Rooms rooms, int number) {
            this.rooms = rooms;
            this.id = "task-" + number;
        }

        void report(long more) {
            if (!ending) {
                records = Math.max(0, records + more);
            }
            if (!acknowledged) {
                send(false);
            }
        }

        void end() {
            ending = true;
            if (!acknowledged) {
                send(false);
            }
        }

        private void send(boolean whole) {
            sequence++;
            TaskReport small = ending ? rooms.ending(id, sequence, records) : rooms.small(id, sequence, records);
            TaskReport report = whole
                    ? new TaskReport(
                            small.requestId(),
                            sequence,
                            small.state(),
                            small.reported(),
                            small.progress(),
                            rooms.whole(id, 1, 0).description())
                    : small;
            Result result;
            try {
                result = rooms.report(report).get(0);
            } catch (HistoryUnavailable away) {
                return;
            }
            if (result.verdict() instanceof Verdict.Rejected rejected) {
                assertThat(rejected.need()).isNotNull();
                assertThat(whole).isFalse();
                send(true);
            } else {
                acknowledged = ending;
            }
        }
    }

    @Property(tries = 3_000)
    void theyAddUp(@ForAll @Size(max = 80) List<Step> steps) {
        takeAll(steps, 1_000_000);
    }

    @Property(tries = 3_000)
    void theyAddUpAlsoWhenHardlyAnythingCanWait(
            @ForAll @Size(max = 80) List<Step> steps, @ForAll @IntRange(min = 1, max = 9) int bound) {
        takeAll(steps, bound);
    }

    private static void takeAll(List<Step> steps, int bound) {
        MemoryHistory history = new MemoryHistory();
        Rooms rooms = new Rooms(history, bound);
        List<Engine> engines = new ArrayList<>();
        for (int number = 0; number < TASKS; number++) {
            engines.add(new Engine(rooms, number));
        }
        for (int at = 0; at < steps.size(); at++) {
            take(steps.get(at), rooms, engines.get(at % TASKS), at);
        }

        rooms.outage.end();
        while (engines.stream().anyMatch(engine -> !engine.acknowledged)) {
            rooms.settleEndings();
            rooms.writeAll();
            engines.forEach(Engine::end);
        }
        rooms.writeAll();

        assertThat(rooms.running()).isEmpty();
        for (Engine engine : engines) {
            List<Snapshot> snapshots = rooms.snapshotsOf(engine.id);
            assertThat(rooms.known(engine.id).task().progress().records()).isEqualTo(engine.records);
            assertThat(snapshots.stream().mapToLong(Snapshot::intervalRecords).sum())
                    .as("intervals of %s", snapshots)
                    .isEqualTo(engine.records);
            assertThat(snapshots)
                    .filteredOn(snapshot -> snapshot.state() instanceof TaskState.Ended)
                    .hasSize(1);
            assertThat(snapshots.get(snapshots.size() - 1).state().word()).isEqualTo(Outcome.COMPLETED.word());
            assertThat(history.snapshots.momentsAsWritten(
                            rooms.known(engine.id).ids().task()))
                    .isSorted()
                    .doesNotHaveDuplicates();
            long before = 0;
            for (Snapshot snapshot : snapshots) {
                assertThat(snapshot.intervalRecords())
                        .isEqualTo(snapshot.progress().records() - before);
                before = snapshot.progress().records();
            }
        }
    }

    private static void take(Step step, Rooms rooms, Engine engine, int number) {
        switch (step) {
            case PROGRESS -> engine.report(1 + number % 7);
            case BACK_TO_CHECKPOINT -> engine.report(-2);
            case END -> engine.end();
            case CHECK -> rooms.checkAfter(Duration.ofSeconds(10));
            case CHECK_AT_THE_SAME_MOMENT -> rooms.check();
            case WRITE -> rooms.write();
            case SETTLE -> rooms.settleEndings();
            case AWAY -> rooms.outage.begin();
            case BACK -> rooms.outage.end();
            case LOSE_NEXT_ANSWER -> rooms.outage.loseNextAnswer();
            case KILL -> kill(rooms);
            case SILENCE -> rooms.now = rooms.now.plus(Rooms.LOST_AFTER);
        }
    }

    private static void kill(Rooms rooms) {
        // A service does not start while PostgreSQL is away.
        rooms.outage.end();
        rooms.restart();
    }
}
