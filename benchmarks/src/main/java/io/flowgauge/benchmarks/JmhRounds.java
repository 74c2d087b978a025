package io.flowgauge.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs methods of a JMH class, each run in a Java process of its own and a few seconds long, so that two methods can take turns: a
 * noisy neighbour then meets both, which JMH by itself would run one after the other.
 */
final class JmhRounds {
    /** What one run of a method took an operation: ns of processor time and bytes allocated, both of the whole process. */
    record Run(double ns, double bytes) {}

    private final Class<?> benchmarks;
    private final int threads;

    JmhRounds(Class<?> benchmarks, int threads) {
        this.benchmarks = benchmarks;
        this.threads = threads;
    }

    /** @throws RunnerException it failed; JMH says why in {@code target/jmh/} */
    Run run(String method, int round) throws RunnerException, IOException {
        Path folder = Files.createDirectories(Path.of("target", "jmh"));
        Path log = folder.resolve(method + "-" + threads + "-threads-" + round + ".log");
        OptionsBuilder options = new OptionsBuilder();
        options.include("^\\Q" + benchmarks.getName() + "." + method + "\\E$")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .threads(threads)
                .forks(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(3)
                .measurementTime(TimeValue.seconds(1))
                .addProfiler(ProcessorTime.class)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .output(log.toString());
        Collection<RunResult> results = new Runner(options.build()).run();
        RunResult only = results.iterator().next();
        return new Run(secondary(only, ProcessorTime.LABEL), secondary(only, "gc.alloc.rate.norm"));
    }

    private static double secondary(RunResult run, String label) {
        Result<?> result = Objects.requireNonNull(run.getSecondaryResults().get(label), label);
        return result.getScore();
    }
}
