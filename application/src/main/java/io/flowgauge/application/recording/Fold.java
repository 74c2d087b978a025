package io.flowgauge.application.recording;

import io.flowgauge.application.live.LiveTasks;
import io.flowgauge.application.live.TaskEndings;
import io.flowgauge.domain.Applied;
import io.flowgauge.domain.RunStatement;
import io.flowgauge.domain.Task;
import io.flowgauge.domain.TaskReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A task after several reports, and what became of each. */
record Fold(Task task, List<Applied> steps, Optional<RunStatement.Said> said) implements TaskEndings.Outcome {

    static Fold of(Task before, List<Held.Item> items, Optional<RunStatement.Said> saidBefore, Instant now) {
        Task task = before;
        List<Applied> steps = new ArrayList<>(items.size());
        Optional<RunStatement.Said> said = saidBefore;
        for (Held.Item item : items) {
            Applied step = task.apply(item.report(), now);
            steps.add(step);
            task = step.task();
            if (!(step instanceof Applied.Contradicts)) {
                said = said(said, item.report());
            }
        }
        return new Fold(task, steps, said);
    }

    static Optional<RunStatement.Said> said(Optional<RunStatement.Said> known, TaskReport report) {
        return LiveTasks.laterSaid(known, report);
    }
}
