package io.flowgauge.domain;

import static io.flowgauge.domain.TaskFixture.TEN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class SnapshotPropertyTest {
    @Property
    void intervalRecordsAddUpToTheFinalCountAlsoWhenTheEngineGoesBack(
            @ForAll @Size(min = 1, max = 20) List<@LongRange(min = 0, max = 1_000_000_000_000L) Long> totals) {
        Task task = TaskFixture.begun();
        Checkpoint last = Checkpoint.NONE;
        Instant at = TEN;
        long sum = 0;
        long sequence = 1;
        for (long total : totals) {
            task = task.apply(TaskFixture.small(++sequence, total), TEN).task();
            at = at.plusSeconds(10);
            Snapshot snapshot = Snapshot.of(task, new TaskId(1), last, at);
            last = snapshot.checkpoint();
            sum += snapshot.intervalRecords();
        }

        assertThat(sum).isEqualTo(totals.get(totals.size() - 1));
        assertThat(last.at()).isEqualTo(at);
        assertThat(last.recordsSince(0)).isZero();
    }
}
