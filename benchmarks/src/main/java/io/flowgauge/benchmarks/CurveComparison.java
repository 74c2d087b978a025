package io.flowgauge.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** What a task's curve of a month takes, over HTTP, against that of an hour, which has as many points. */
final class CurveComparison implements Comparison {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int ROUNDS = 10;
    private static final int CURVES = 300;

    @Override
    public String name() {
        return "curve";
    }

    @Override
    public String what() {
        return "a task's curve of 30 days (hours of 10,000 tasks) against that of its last hour (checks of 1,000 tasks), over HTTP";
    }

    @Override
    public void run(Consumer<Ratio> found) throws Exception {
        try (HistoryDatabase database = new HistoryDatabase()) {
            new RunningService(database).close();
            MonthOfHistory.fill(database);
            try (RunningService service = new RunningService(database)) {
                Curves curves = new Curves(service);
                curves.round();
                List<Curves.Times> rounds = new ArrayList<>();
                for (int round = 0; round < ROUNDS; round++) {
                    rounds.add(curves.round());
                }
                found.accept(ratio("curve, median", rounds, 0.5));
                found.accept(ratio("curve, p99 of " + CURVES, rounds, 0.99));
            }
        }
    }

    private static Ratio ratio(String what, List<Curves.Times> rounds, double part) {
        List<Ratio.Round> percentiles = rounds.stream()
                .map(times -> new Ratio.Round(percentile(times.month(), part), percentile(times.hour(), part)))
                .toList();
        return new Ratio(what, "ms", percentiles, new Goal.AtMost(2), "");
    }

    private static double percentile(double[] sorted, double part) {
        return sorted[(int) (part * (sorted.length - 1))];
    }

    /** Asks for curves of both spans in turns, of any running task. */
    private static final class Curves {
        /** In milliseconds, sorted. Nobody compares two of them. */
        @SuppressWarnings("ArrayRecordComponent")
        record Times(double[] month, double[] hour) {}

        private final RunningService service;
        private final Random random = new Random(1);

        Curves(RunningService service) {
            this.service = service;
        }

        Times round() throws IOException, InterruptedException {
            Times times = new Times(new double[CURVES], new double[CURVES]);
            for (int curve = 0; curve < CURVES; curve++) {
                times.hour[curve] = milliseconds(HOUR, Duration.ofSeconds(10));
                times.month[curve] = milliseconds(MonthOfHistory.LENGTH, Duration.ofHours(2));
            }
            Arrays.sort(times.hour);
            Arrays.sort(times.month);
            return times;
        }

        private double milliseconds(Duration span, Duration step) throws IOException, InterruptedException {
            String path = "/api/v1/tasks/" + (1 + random.nextInt(MonthOfHistory.RUNNING))
                    + "/history?maxPoints=500&from=" + (System.currentTimeMillis() - span.toMillis());
            long start = System.nanoTime();
            String curve = service.get(path);
            double took = (System.nanoTime() - start) / 1e6;
            if (!curve.contains("\"step\":" + step.toMillis() + ",") || curve.split("\"at\":").length < 360) {
                throw new IOException("that is no curve of some 360 points, each of " + step + ": " + curve);
            }
            return took;
        }
    }
}
