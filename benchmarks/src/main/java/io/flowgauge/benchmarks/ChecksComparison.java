package io.flowgauge.benchmarks;

import io.flowgauge.application.port.out.Snapshots;
import io.flowgauge.domain.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What it costs to write a check to the history, against the bare COPY of the same rows into the same table. */
final class ChecksComparison implements Comparison {
    private static final int TASKS = 10_000;
    private static final int ROUNDS = 40;
    private static final int WARM_UP = 10;

    @Override
    public String name() {
        return "checks";
    }

    @Override
    public String what() {
        return "a check of 10,000 tasks written to the history against COPY of the same rows, made ready before, into the same table";
    }

    @Override
    public void run(Consumer<Ratio> found) throws Exception {
        try (HistoryDatabase database = new HistoryDatabase()) {
            // Checks of a tenant that is gone are left out.
            database.run(List.of("INSERT INTO flowgauge.tenant (name, zone) VALUES ('default', 'UTC')"));
            Snapshots snapshots = database.snapshots();
            List<Ratio.Round> rounds = new ArrayList<>();
            for (int check = 0; check < WARM_UP + ROUNDS; check++) {
                // Both of the same task's states, so of rows of the same length; bare COPY writes half a check later.
                List<Snapshot> batch = CheckedTasks.check(TASKS, check);
                long start = System.nanoTime();
                snapshots.append(batch);
                double ours = perSecond(start);
                byte[] rows = database.rowsOf(check);
                start = System.nanoTime();
                database.copy(rows);
                double bare = perSecond(start);
                if (check >= WARM_UP) {
                    rounds.add(new Ratio.Round(ours, bare));
                }
            }
            found.accept(
                    new Ratio("checks of 10,000 tasks", "thousand rows a second", rounds, new Goal.AtLeast(0.8), ""));
        }
    }

    private static double perSecond(long startNanos) {
        return TASKS / ((System.nanoTime() - startNanos) / 1e9) / 1_000;
    }
}
