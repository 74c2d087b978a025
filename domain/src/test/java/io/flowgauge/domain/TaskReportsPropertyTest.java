package io.flowgauge.domain;

import static io.flowgauge.domain.TaskFixture.TEN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class TaskReportsPropertyTest {

    /** A task's reports as an engine makes them: sequences that grow, some whole, the last perhaps an ending. */
    private static List<TaskReport> reports(List<Boolean> whole, boolean ends, Random random) {
        List<TaskReport> reports = new ArrayList<>();
        long sequence = 0;
        for (boolean describes : whole) {
            sequence += 1 + random.nextInt(3);
            long records = random.nextInt(1_000);
            reports.add(
                    describes
                            ? TaskFixture.whole(sequence, records, TaskState.RUNNING, "name " + sequence)
                            : TaskFixture.small(sequence, records));
        }
        if (ends) {
            reports.add(TaskFixture.ending(
                    sequence + 1,
                    random.nextInt(1_000),
                    List.of(Outcome.values()).get(random.nextInt(3))));
        }
        return reports;
    }

    private static Task after(Task begun, List<TaskReport> reports) {
        Task task = begun;
        for (TaskReport report : reports) {
            task = task.apply(report, TEN).task();
        }
        return task;
    }

    @Property
    void anyOrderAndRepetitionOfTheSameReportsGivesTheSameTask(
            @ForAll @Size(min = 1, max = 12) List<Boolean> whole,
            @ForAll boolean ends,
            @ForAll long seed,
            @ForAll @IntRange(max = 5) int repeated) {
        Random random = new Random(seed);
        List<TaskReport> inOrder = reports(whole, ends, random);
        TaskReport first = TaskFixture.whole(0, 0, TaskState.RUNNING, "first");
        Task expected = after(TaskFixture.begun(first), inOrder);

        List<TaskReport> shuffled = new ArrayList<>(inOrder);
        shuffled.add(first);
        for (int i = 0; i < repeated; i++) {
            shuffled.add(inOrder.get(random.nextInt(inOrder.size())));
        }
        Collections.shuffle(shuffled, random);
        // The service asks for a whole report until it has one, so a whole one begins the task.
        TaskReport begins = shuffled.stream()
                .filter(report -> report.description() != null)
                .findFirst()
                .orElseThrow();

        assertThat(after(TaskFixture.begun(begins), shuffled)).isEqualTo(expected);
    }

    @Property
    void whatComesAfterTheEndingIsStale(@ForAll @IntRange(min = 3, max = 1_000) int late) {
        Task ended = after(TaskFixture.begun(), List.of(TaskFixture.ending(2, 7, Outcome.COMPLETED)));

        Applied applied = ended.apply(TaskFixture.small(late, 99), TEN);

        assertThat(applied).isInstanceOf(Applied.Stale.class);
        assertThat(applied.task()).isEqualTo(ended);
    }
}
