package io.flowgauge.application.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.application.port.in.RecordReports.Result;
import io.flowgauge.application.port.in.RecordReports.Verdict;
import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.domain.Outcome;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.TaskReport;
import io.flowgauge.domain.TaskState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Three tasks whose engines keep to the contract, and all that may happen to them, to the history, to the service and to its clock. */
public final class Storm {
    private static final int TASKS = 3;
    private static final List<Duration> CLOCK_STEPS = List.of(
            Duration.ofMillis(700),
            Duration.ofSeconds(9),
            Duration.ofMinutes(10),
            Duration.ofHours(5),
            Duration.ofDays(2));

    public enum Step {
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
        SILENCE,
        CLOCK_AHEAD,
        CLOCK_BACK
    }

    /** Cumulative, sequenced, whole where needed, endings until they are acknowledged. */
    private final class Engine {
        private final String id;
        private long sequence;
        private long records;
        private boolean ending;
        private boolean acknowledged;

        Engine(String id) {
            this.id = id;
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

    private final Rooms rooms;
    private final List<Engine> engines = new ArrayList<>();

    /** @param prefix of the tasks' ids, which no other storm has */
    public Storm(Rooms rooms, String prefix) {
        this.rooms = rooms;
        for (int number = 0; number < TASKS; number++) {
            engines.add(new Engine(prefix + number));
        }
    }

    public List<String> tasks() {
        return engines.stream().map(engine -> engine.id).toList();
    }

    /** Takes the steps, ends what runs, and finds each task's intervals add up, in order, to what it moved. */
    public void rage(List<Step> steps) {
        for (int at = 0; at < steps.size(); at++) {
            take(steps.get(at), engines.get(at % TASKS), at);
        }
        rooms.outage.end();
        while (engines.stream().anyMatch(engine -> !engine.acknowledged)) {
            rooms.settleEndings();
            rooms.writeAll();
            engines.forEach(Engine::end);
        }
        rooms.writeAll();

        assertThat(rooms.running()).isEmpty();
        engines.forEach(this::assertAddsUp);
    }

    private void take(Step step, Engine engine, int number) {
        switch (step) {
            case PROGRESS -> engine.report(1 + number % 7);
            case BACK_TO_CHECKPOINT -> engine.report(-2);
            case END -> engine.end();
            case CHECK -> rooms.checkAfter(Rooms.INTERVAL);
            case CHECK_AT_THE_SAME_MOMENT -> rooms.check();
            case WRITE -> rooms.write();
            case SETTLE -> rooms.settleEndings();
            case AWAY -> rooms.outage.begin();
            case BACK -> rooms.outage.end();
            case LOSE_NEXT_ANSWER -> rooms.outage.loseNextAnswer();
            case KILL -> kill();
            case SILENCE -> rooms.pass(Rooms.LOST_AFTER);
            case CLOCK_AHEAD -> set(CLOCK_STEPS.get(number % CLOCK_STEPS.size()));
            case CLOCK_BACK -> set(CLOCK_STEPS.get(number % CLOCK_STEPS.size()).negated());
        }
    }

    private void kill() {
        // A service does not start while PostgreSQL is away.
        rooms.outage.end();
        rooms.restart();
    }

    private void set(Duration step) {
        rooms.check();
        Set<String> before = running();
        rooms.now = rooms.now.plus(step);
        rooms.check();
        assertThat(running()).as("a step of the clock loses no task").isEqualTo(before);
        assertThat(rooms.running())
                .allSatisfy(task -> assertThat(task.task().duration(rooms.now)).isGreaterThanOrEqualTo(Duration.ZERO));
    }

    private Set<String> running() {
        return rooms.running().stream()
                .map(task -> task.task().requestId().value())
                .collect(Collectors.toSet());
    }

    private void assertAddsUp(Engine engine) {
        List<Snapshot> snapshots = rooms.snapshotsOf(engine.id);
        assertThat(rooms.known(engine.id).task().progress().records()).isEqualTo(engine.records);
        assertThat(snapshots.stream().mapToLong(Snapshot::intervalRecords).sum())
                .as("intervals of %s", snapshots)
                .isEqualTo(engine.records);
        assertThat(snapshots)
                .filteredOn(snapshot -> snapshot.state() instanceof TaskState.Ended)
                .hasSize(1);
        assertThat(snapshots.get(snapshots.size() - 1).state().word()).isEqualTo(Outcome.COMPLETED.word());
        assertThat(snapshots).extracting(Snapshot::checkedAt).isSorted().doesNotHaveDuplicates();
        long before = 0;
        for (Snapshot snapshot : snapshots) {
            assertThat(snapshot.intervalRecords()).isEqualTo(snapshot.progress().records() - before);
            before = snapshot.progress().records();
        }
    }
}
