package io.flowgauge.benchmarks;

import io.flowgauge.recorder.Recorder;
import io.flowgauge.recorder.RecorderStatus;
import io.flowgauge.recorder.TaskRecorder;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One record that was processed, told to each side. Public as JMH wants it. */
public class RecordCalls {
    /** Latencies as pipelines have them: most near 40 ms, some a hundred times that; each thread begins elsewhere in them. */
    @State(Scope.Thread)
    public static class Latencies {
        private static final int COUNT = 2_048;

        private final long[] ms = new long[COUNT];
        private int at;

        @Setup
        public void spread() {
            Random random = new Random(Thread.currentThread().getId());
            for (int each = 0; each < COUNT; each++) {
                ms[each] = Math.round(Math.exp(Math.log(40) + 1.2 * random.nextGaussian()));
            }
        }

        long next() {
            at = (at + 1) & (COUNT - 1);
            return ms[at];
        }
    }

    /** A recorder that reports to a service which takes everything. */
    @State(Scope.Benchmark)
    public static class Flowgauge {
        private final TakingService service = new TakingService();
        private final Recorder recorder =
                Recorder.to(service.uri()).key(TakingService.KEY).start();
        private final TaskRecorder task =
                recorder.run("orders to warehouse", "1").stream("changes").start();

        /** A recorder that could not report would have been measured for nothing. */
        @TearDown
        public void close() {
            task.complete();
            recorder.close();
            service.close();
            RecorderStatus status = recorder.status();
            if (status.acknowledged() == 0 || status.unsentEndings() > 0 || status.lastProblem() != null) {
                throw new IllegalStateException("the recorder did not report: " + status);
            }
        }
    }

    /** A counter and a timer as an application has them that counts its records with Micrometer. */
    @State(Scope.Benchmark)
    public static class Micrometer {
        private final MeterRegistry registry = new SimpleMeterRegistry();
        private final Counter records = registry.counter("records");
        private final Timer latency = registry.timer("latency");

        @TearDown
        public void close() {
            registry.close();
        }
    }

    @Benchmark
    public void flowgauge(Flowgauge flowgauge, Latencies latencies) {
        flowgauge.task.record(latencies.next());
    }

    @Benchmark
    public void micrometer(Micrometer micrometer, Latencies latencies) {
        micrometer.records.increment();
        micrometer.latency.record(latencies.next(), TimeUnit.MILLISECONDS);
    }
}
