package io.flowgauge.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** What the recorder costs a pipeline a record, against what it would cost to count and time it with Micrometer. */
final class RecordComparison implements Comparison {
    private static final int ROUNDS = 5;

    @Override
    public String name() {
        return "record";
    }

    @Override
    public String what() {
        return "task.record(latency) of the recorder against counter.increment() and timer.record(latency) of Micrometer";
    }

    @Override
    public void run(Consumer<Ratio> found) throws Exception {
        for (int threads : new int[] {1, 8}) {
            found.accept(measured(threads));
        }
    }

    private static Ratio measured(int threads) throws Exception {
        JmhRounds jmh = new JmhRounds(RecordCalls.class, threads);
        List<Ratio.Round> rounds = new ArrayList<>();
        double bytes = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            JmhRounds.Run ours = jmh.run("flowgauge", round);
            JmhRounds.Run theirs = jmh.run("micrometer", round);
            rounds.add(new Ratio.Round(ours.ns(), theirs.ns()));
            bytes = Math.max(bytes, ours.bytes());
        }
        return new Ratio(
                "record, " + threads + (threads == 1 ? " thread" : " threads"),
                "ns",
                rounds,
                new Goal.AtMost(0.5),
                String.format(Locale.ROOT, "%.2f B an operation at most", bytes));
    }
}
