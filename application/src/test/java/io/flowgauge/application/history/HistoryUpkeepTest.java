package io.flowgauge.application.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowgauge.application.port.out.HistoryParts.Part;
import io.flowgauge.application.port.out.HistoryParts.Table;
import io.flowgauge.application.port.out.MemoryFlowRuns;
import io.flowgauge.application.port.out.MemoryHistoryParts;
import io.flowgauge.application.port.out.MemoryRollups;
import io.flowgauge.application.port.out.MemorySnapshots;
import io.flowgauge.application.port.out.Outage;
import io.flowgauge.application.port.out.PortFixture;
import io.flowgauge.domain.Progress;
import io.flowgauge.domain.Rollup;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class HistoryUpkeepTest {
    private static final Instant MIDNIGHT = Instant.parse("2026-03-02T00:00:00Z");
    private static final TaskId TASK = new TaskId(1);
    private static final Logger QUIET = Logger.getLogger(HistoryUpkeep.class.getName());

    static {
        QUIET.setLevel(Level.OFF);
    }

    private final Outage outage = new Outage();
    private final MemorySnapshots snapshots = new MemorySnapshots(outage);
    private final MemoryRollups rollups = new MemoryRollups(snapshots, outage);
    private Instant now = MIDNIGHT;
    private final MemoryHistoryParts parts = new MemoryHistoryParts(snapshots, rollups, outage, () -> now);
    private final SnapshotBacklog backlog = new SnapshotBacklog(1_000, Duration.ZERO);

    private HistoryUpkeep upkeep(OptionalLong maxBytes) {
        Retention retention = new Retention(
                Duration.ofDays(2), Duration.ofDays(35), Duration.ofDays(730), Duration.ofDays(730), maxBytes);
        return new HistoryUpkeep(rollups, parts, new MemoryFlowRuns(snapshots, outage), backlog, retention);
    }

    private static Snapshot check(Instant at, long records) {
        return new Snapshot(
                PortFixture.TENANT, TASK, at, TaskState.RUNNING, 1, Progress.ofRecords(records), records, null);
    }

    private void append(Instant at, long records) {
        parts.make(at, at);
        snapshots.append(List.of(check(at, records)));
    }

    @Test
    void aMinuteIsMadeSoonAfterItIsOver() {
        HistoryUpkeep upkeep = upkeep(OptionalLong.empty());
        append(MIDNIGHT.plusSeconds(10), 5);

        upkeep.rollUp(MIDNIGHT.plusSeconds(79));
        assertThat(rollups.minutes(TASK)).as("it may still be written").isEmpty();
        upkeep.rollUp(MIDNIGHT.plusSeconds(80));

        assertThat(rollups.minutes(TASK)).extracting(Rollup::records).containsExactly(5L);
        assertThat(upkeep.picture().progress().minutesUntil()).isEqualTo(MIDNIGHT.plusSeconds(60));
    }

    @Test
    void whatWaitsToBeWrittenIsWaitedFor() {
        HistoryUpkeep upkeep = upkeep(OptionalLong.empty());
        backlog.offer(backlog.ticket(), List.of(check(MIDNIGHT.plusSeconds(120), 5)));

        upkeep.rollUp(MIDNIGHT.plusSeconds(1_000));

        assertThat(rollups.progress().closedUntil()).isEqualTo(MIDNIGHT.plusSeconds(60));
    }

    @Test
    void partsAreMadeAWeekAheadAndDroppedByTheirAgeOnceTheyAreRolledUp() {
        HistoryUpkeep upkeep = upkeep(OptionalLong.empty());
        append(MIDNIGHT.plusSeconds(10), 5);
        now = MIDNIGHT.plus(Duration.ofDays(3)).minusSeconds(1);
        upkeep.rollUp(now);
        upkeep.tidy(now);
        assertThat(snapshots.of(TASK))
                .as("not yet two days since its day ended")
                .hasSize(1);

        now = MIDNIGHT.plus(Duration.ofDays(3));
        outage.begin();
        assertThatThrownBy(() -> upkeep.tidy(now)).hasMessageContaining("away");
        outage.end();
        upkeep.tidy(now);

        assertThat(snapshots.of(TASK)).isEmpty();
        assertThat(rollups.minutes(TASK)).hasSize(1);
        assertThat(parts.all()).extracting(Part::from).contains(now.plus(Duration.ofDays(7)));
    }

    @Test
    void aDayThatIsNotRolledUpIsKeptAndTriedAgainSoon() {
        HistoryUpkeep upkeep = upkeep(OptionalLong.empty());
        append(MIDNIGHT.plusSeconds(10), 5);
        now = MIDNIGHT.plus(Duration.ofDays(30));

        assertThat(upkeep.tidy(now)).isTrue();
        assertThat(snapshots.of(TASK)).hasSize(1);

        upkeep.rollUp(now);
        assertThat(upkeep.tidy(now)).isFalse();
        assertThat(snapshots.of(TASK)).isEmpty();
    }

    @Test
    void aClockThatRunsAheadDropsNothing() {
        HistoryUpkeep upkeep = upkeep(OptionalLong.empty());
        append(MIDNIGHT.plusSeconds(10), 5);
        Instant ahead = MIDNIGHT.plus(Duration.ofDays(1_000));

        upkeep.rollUp(ahead);
        upkeep.tidy(ahead);

        assertThat(snapshots.of(TASK)).hasSize(1);
    }

    @Test
    void pastItsSizeTheOldestDaysGoFirstThenWeeksAndNeverHoursNorToday() {
        for (int day = 0; day < 5; day++) {
            parts.fill(Table.SNAPSHOTS, MIDNIGHT.plus(Duration.ofDays(day)), 100);
        }
        parts.fill(Table.MINUTES, MIDNIGHT.minus(Duration.ofDays(7)), 100);
        parts.fill(Table.HOURS, MIDNIGHT, 100);
        now = MIDNIGHT.plus(Duration.ofDays(4)).plus(Duration.ofHours(2));
        HistoryUpkeep upkeep = upkeep(
                OptionalLong.of(parts.all().stream().mapToLong(Part::bytes).sum()));
        upkeep.rollUp(now);
        upkeep.tidy(now);
        long allButTwo =
                upkeep.picture().parts().stream().mapToLong(Part::bytes).sum() - 150;

        HistoryUpkeep smaller = upkeep(OptionalLong.of(allButTwo));
        smaller.tidy(now);

        assertThat(smaller.picture().tooLarge()).isFalse();
        assertThat(smaller.picture().parts())
                .filteredOn(part -> part.bytes() == 100 && part.table() == Table.SNAPSHOTS)
                .extracting(Part::from)
                .containsExactly(MIDNIGHT.plus(Duration.ofDays(4)));
    }

    @Test
    void whatIsTooMuchButNotRolledUpYetIsTriedAgainSoonInsteadOfTold() {
        parts.fill(Table.SNAPSHOTS, MIDNIGHT, 100);
        now = MIDNIGHT.plus(Duration.ofDays(1)).plus(Duration.ofHours(2));
        HistoryUpkeep upkeep = upkeep(OptionalLong.of(30));

        assertThat(upkeep.tidy(now)).isTrue();
        assertThat(upkeep.picture().tooLarge()).isFalse();

        upkeep.rollUp(now);
        assertThat(upkeep.tidy(now)).isFalse();
        assertThat(upkeep.picture().parts())
                .noneMatch(
                        part -> part.table() == Table.SNAPSHOTS && part.from().equals(MIDNIGHT));
    }

    @Test
    void whatCannotBeMadeToFitIsTold() {
        parts.fill(Table.SNAPSHOTS, MIDNIGHT, 1_000_000_000);
        now = MIDNIGHT.plus(Duration.ofHours(12));
        HistoryUpkeep upkeep = upkeep(OptionalLong.of(1_000_000));

        upkeep.tidy(now);

        assertThat(upkeep.picture().tooLarge()).isTrue();
    }

    @Test
    void aRetentionThatDropsWhatTheNextStepIsMadeOfIsRefused() {
        Duration day = Duration.ofDays(1);
        assertThatThrownBy(() -> new Retention(day.multipliedBy(2), day, day, day, OptionalLong.empty()))
                .hasMessageContaining("2 days in checks, 1 in minutes");
    }
}
