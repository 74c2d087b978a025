package io.flowgauge.application.port.out;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.flowgauge.application.port.out.HistoryParts.Drop;
import io.flowgauge.application.port.out.HistoryParts.Part;
import io.flowgauge.application.port.out.HistoryParts.Table;
import io.flowgauge.domain.IntervalLatency;
import io.flowgauge.domain.LatencyBuckets;
import io.flowgauge.domain.LatencyScale;
import io.flowgauge.domain.LatencySpread;
import io.flowgauge.domain.LatencyStats;
import io.flowgauge.domain.Progress;
import io.flowgauge.domain.Rollup;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** What every {@link Rollups}, with the {@link Snapshots} below it and its {@link HistoryParts}, keeps. Each test has a history of its own. */
public abstract class RollupsContract {
    /** A full hour, and the first one of a day; long ago, so that nothing is younger than it may be. */
    private static final Instant MIDNIGHT = Instant.parse("2020-03-02T00:00:00Z");

    private static final TaskId TASK = new TaskId(1);

    protected abstract Snapshots snapshots();

    protected abstract Rollups rollups();

    protected abstract HistoryParts parts();

    /** The task's minutes, in order. */
    protected abstract List<Rollup> minutes(TaskId task);

    /** The task's hours, in order. */
    protected abstract List<Rollup> hours(TaskId task);

    private static Snapshot check(TaskId task, Instant at, long interval, long records) {
        return new Snapshot(
                PortFixture.TENANT,
                task,
                at,
                TaskState.RUNNING,
                records,
                new Progress(records, null, 1L, 2L, at, null, null),
                interval,
                null);
    }

    private static Snapshot measured(Instant at, int bucket, long records) {
        long[] counts = new long[LatencyScale.HIGHEST + 1];
        counts[bucket] = records;
        LatencyBuckets buckets = LatencyBuckets.of(counts);
        long ms = LatencyScale.valueMs(bucket);
        return new Snapshot(
                PortFixture.TENANT,
                TASK,
                at,
                TaskState.RUNNING,
                1,
                new Progress(
                        records,
                        null,
                        null,
                        null,
                        null,
                        new LatencyStats(records, records * ms, 1, 1_000_000, ms),
                        null),
                records,
                new IntervalLatency(records, records * ms, buckets, buckets.spread(1, 1_000_000)));
    }

    private void rollUp(Instant until) {
        rollups().close(until);
        boolean more = true;
        while (more) {
            boolean moreMinutes = rollups().makeMinutes();
            boolean moreHours = rollups().makeHours();
            more = rollups().remakeMinute() || moreMinutes || moreHours;
        }
    }

    @Test
    void minutesAndHoursAreTheSumsOfTheChecksThatEndInThem() {
        snapshots()
                .append(List.of(
                        check(TASK, MIDNIGHT, 5, 5),
                        check(TASK, MIDNIGHT.plusSeconds(10), 10, 15),
                        check(TASK, MIDNIGHT.plusSeconds(60), -3, 12),
                        check(TASK, MIDNIGHT.plusSeconds(70), 8, 20),
                        check(TASK, MIDNIGHT.plusSeconds(3_610), 1, 21)));

        rollUp(MIDNIGHT.plus(Duration.ofHours(2)));

        assertThat(minutes(TASK))
                .extracting(Rollup::startsAt, Rollup::records, Rollup::recordsSoFar, Rollup::checks)
                .containsExactly(
                        tuple(MIDNIGHT.minusSeconds(60), 5L, 5L, 1),
                        tuple(MIDNIGHT, 7L, 12L, 2),
                        tuple(MIDNIGHT.plusSeconds(60), 8L, 20L, 1),
                        tuple(MIDNIGHT.plusSeconds(3_600), 1L, 21L, 1));
        assertThat(hours(TASK))
                .extracting(Rollup::startsAt, Rollup::records, Rollup::checks)
                .containsExactly(
                        tuple(MIDNIGHT.minusSeconds(3_600), 5L, 1),
                        tuple(MIDNIGHT, 15L, 3),
                        tuple(MIDNIGHT.plusSeconds(3_600), 1L, 1));
        assertThat(minutes(TASK).get(0).failedSoFar()).isEqualTo(1);
        assertThat(minutes(TASK).get(0).bytesSoFar()).isEqualTo(2);
        assertThat(rollups().progress().hoursUntil()).isEqualTo(MIDNIGHT.plus(Duration.ofHours(2)));
    }

    @Test
    void distributionsAreMerged() {
        snapshots()
                .append(List.of(
                        measured(MIDNIGHT.plusSeconds(10), 20, 90), measured(MIDNIGHT.plusSeconds(100), 40, 10)));

        rollUp(MIDNIGHT.plus(Duration.ofHours(1)));

        IntervalLatency hour = hours(TASK).get(0).latency();
        assertThat(hour.count()).isEqualTo(100);
        assertThat(hour.buckets().count()).isEqualTo(100);
        assertThat(hour.spread())
                .isEqualTo(new LatencySpread(
                        LatencyScale.valueMs(20),
                        LatencyScale.valueMs(20),
                        LatencyScale.valueMs(40),
                        LatencyScale.valueMs(40),
                        LatencyScale.valueMs(40)));
        assertThat(minutes(TASK).get(0).latency().spread().p99Ms()).isEqualTo(LatencyScale.valueMs(20));
    }

    @Test
    void onlyWhatIsClosedIsMadeAndNothingTwice() {
        snapshots()
                .append(List.of(
                        check(TASK, MIDNIGHT.plusSeconds(10), 1, 1), check(TASK, MIDNIGHT.plusSeconds(70), 1, 2)));

        rollUp(MIDNIGHT.plusSeconds(60));
        assertThat(minutes(TASK)).hasSize(1);
        rollUp(MIDNIGHT.plusSeconds(60));
        rollUp(MIDNIGHT.plusSeconds(120));

        assertThat(minutes(TASK)).hasSize(2);
        assertThat(hours(TASK)).isEmpty();
    }

    @Test
    void aLateCheckMakesItsMinuteAndItsHourAnew() {
        TaskId other = new TaskId(2);
        snapshots()
                .append(List.of(
                        check(TASK, MIDNIGHT.plusSeconds(10), 1, 1),
                        check(other, MIDNIGHT.plusSeconds(10), 50, 50),
                        check(TASK, MIDNIGHT.plusSeconds(70), 4, 5)));
        rollUp(MIDNIGHT.plus(Duration.ofHours(1)));

        snapshots().append(List.of(check(TASK, MIDNIGHT.plusSeconds(20), 2, 3)));
        snapshots().appendMissing(List.of(check(other, MIDNIGHT.plusSeconds(130), 7, 57)));

        assertThat(rollups().progress().dirty()).isEqualTo(2);
        rollUp(MIDNIGHT.plus(Duration.ofHours(1)));
        assertThat(rollups().progress().dirty()).isZero();
        assertThat(minutes(TASK)).extracting(Rollup::records).containsExactly(3L, 4L);
        assertThat(hours(TASK)).extracting(Rollup::records).containsExactly(7L);
        assertThat(minutes(other)).extracting(Rollup::records).containsExactly(50L, 7L);
        assertThat(hours(other)).extracting(Rollup::records).containsExactly(57L);
    }

    @Test
    void aLongTimeWithoutChecksIsPassed() {
        snapshots()
                .append(List.of(check(TASK, MIDNIGHT.minus(Duration.ofDays(400)).plusSeconds(1), 1, 1)));
        snapshots().append(List.of(check(TASK, MIDNIGHT.plusSeconds(1), 1, 2)));

        rollUp(MIDNIGHT.plus(Duration.ofDays(900)));

        assertThat(minutes(TASK)).hasSize(2);
        assertThat(hours(TASK)).hasSize(2);
        assertThat(rollups().progress().minutesUntil()).isEqualTo(MIDNIGHT.plus(Duration.ofDays(900)));
    }

    private Part partOf(Table table, Instant moment) {
        return parts().all().stream()
                .filter(part -> part.table() == table && !moment.isBefore(part.from()) && moment.isBefore(part.until()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aPartGoesOnlyOnceAllThatIsMadeOfItIsMade() {
        parts().make(MIDNIGHT, MIDNIGHT);
        snapshots().append(List.of(check(TASK, MIDNIGHT.plusSeconds(10), 1, 1)));
        Part day = partOf(Table.SNAPSHOTS, MIDNIGHT);

        assertThat(parts().drop(day, Duration.ZERO)).isEqualTo(Drop.NOT_ROLLED_UP);
        rollUp(day.until());
        snapshots().append(List.of(check(TASK, MIDNIGHT.plusSeconds(20), 1, 2)));
        assertThat(parts().drop(day, Duration.ZERO))
                .as("a minute of it is dirty")
                .isEqualTo(Drop.NOT_ROLLED_UP);
        rollUp(day.until());
        assertThat(parts().drop(day, Duration.ZERO)).isEqualTo(Drop.DROPPED);
        assertThat(parts().drop(day, Duration.ZERO)).isEqualTo(Drop.NOT_NOW);

        assertThat(parts().all()).noneMatch(part -> part.from().equals(day.from()) && part.table() == Table.SNAPSHOTS);
        assertThat(minutes(TASK)).extracting(Rollup::records).containsExactly(2L);
        Part week = partOf(Table.MINUTES, MIDNIGHT);
        assertThat(parts().drop(week, Duration.ZERO)).isEqualTo(Drop.NOT_ROLLED_UP);
        rollUp(week.until());
        assertThat(parts().drop(week, Duration.ZERO)).isEqualTo(Drop.DROPPED);
        assertThat(minutes(TASK)).isEmpty();
        assertThat(hours(TASK)).extracting(Rollup::records).containsExactly(2L);
        assertThat(parts().drop(partOf(Table.HOURS, MIDNIGHT), Duration.ZERO)).isEqualTo(Drop.DROPPED);
        assertThat(hours(TASK)).isEmpty();
    }

    @Test
    void aPartThatIsYoungByTheHistorysOwnClockStays() {
        parts().make(MIDNIGHT, MIDNIGHT);
        rollUp(MIDNIGHT.plus(Duration.ofDays(1)));

        assertThat(parts().drop(partOf(Table.SNAPSHOTS, MIDNIGHT), Duration.ofDays(36_500)))
                .isEqualTo(Drop.NOT_THAT_OLD);
    }

    @Test
    void whatComesLateForADroppedDayTakesNothingFromItsMinutes() {
        TaskId late = new TaskId(2);
        snapshots()
                .append(List.of(
                        check(TASK, MIDNIGHT.plusSeconds(10), 5, 5), check(TASK, MIDNIGHT.plusSeconds(20), 5, 10)));
        Part day = partOf(Table.SNAPSHOTS, MIDNIGHT);
        rollUp(day.until());
        assertThat(parts().drop(day, Duration.ZERO)).isEqualTo(Drop.DROPPED);

        snapshots()
                .append(List.of(
                        check(TASK, MIDNIGHT.plusSeconds(30), 1, 11), check(late, MIDNIGHT.plusSeconds(30), 7, 7)));
        rollUp(day.until());

        assertThat(minutes(TASK)).extracting(Rollup::records).containsExactly(10L);
        assertThat(minutes(late)).extracting(Rollup::records).containsExactly(7L);
        assertThat(hours(late)).extracting(Rollup::records).containsExactly(7L);
    }

    @Test
    void partsAreMadeByTheDayTheWeekAndTheMonth() {
        Instant sunday = MIDNIGHT.minusSeconds(1);

        parts().make(sunday, MIDNIGHT);
        parts().make(sunday, MIDNIGHT);

        assertThat(parts().all())
                .extracting(Part::table, Part::from, Part::until)
                .containsExactly(
                        part(Table.SNAPSHOTS, "2020-03-01", "2020-03-02"),
                        part(Table.SNAPSHOTS, "2020-03-02", "2020-03-03"),
                        part(Table.MINUTES, "2020-02-24", "2020-03-02"),
                        part(Table.MINUTES, "2020-03-02", "2020-03-09"),
                        part(Table.HOURS, "2020-03-01", "2020-04-01"));
        assertThat(parts().all()).allMatch(part -> part.bytes() > 0);
    }

    private static Tuple part(Table table, String from, String until) {
        return tuple(table, Instant.parse(from + "T00:00:00Z"), Instant.parse(until + "T00:00:00Z"));
    }
}
