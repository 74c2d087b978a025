package io.flowgauge.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What many threads count is what is reported. */
class CountingTest extends RecorderTest {
    private static final int THREADS = 8;
    private static final int EACH = 100_000;

    @Test
    void totalsOfManyThreadsAreExact() throws InterruptedException {
        TaskRecorder task = recorder().run("orders", "10:00").stream("changes").start();
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> pipeline = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int first = 1 + thread;
            pipeline.add(new Thread(() -> {
                awaitStart(go);
                for (int record = 0; record < EACH; record++) {
                    task.record(first + (long) record * THREADS);
                    task.failed(1);
                    task.bytes(10);
                }
            }));
        }
        pipeline.forEach(Thread::start);
        go.countDown();
        for (Thread thread : pipeline) {
            thread.join();
        }
        task.records(5);
        task.complete();
        awaitEnding(task);

        // The latencies were 1 to n, each once.
        long n = (long) THREADS * EACH;
        Report last = flowgauge.newest(task.requestId());
        assertThat(last.fields())
                .contains(entry("recordsProcessed", n + 5), entry("recordsFailed", n), entry("bytesProcessed", 10 * n));
        assertThat(last.object("latency"))
                .contains(
                        entry("count", n),
                        entry("sum", n * (n + 1) / 2),
                        entry("min", 1L),
                        entry("max", n),
                        entry("buckets", buckets(LongStream.rangeClosed(1, n))));
    }

    /** As a report has them. */
    private static Map<String, Long> buckets(LongStream latencies) {
        return latencies
                .boxed()
                .collect(Collectors.groupingBy(ms -> "" + LatencyScale.bucket(ms), Collectors.counting()));
    }

    private static void awaitStart(CountDownLatch go) {
        try {
            go.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void theLastLatencyIsThatOfTheLastRecord() {
        TaskRecorder task = recorder().run("orders", "10:00").stream("changes").start();
        task.record(900);
        task.record(1);
        task.record(12);
        task.complete();
        awaitEnding(task);

        assertThat(flowgauge.newest(task.requestId()).object("latency"))
                .containsExactly(
                        entry("count", 3L),
                        entry("sum", 913L),
                        entry("min", 1L),
                        entry("max", 900L),
                        entry("last", 12L),
                        entry("buckets", Map.of("1", 1L, "14", 1L, "36", 1L)));
    }

    @Test
    void recordsOfUnknownLatencyAreCountedWithoutOne() {
        TaskRecorder task = recorder().run("orders", "10:00").load("load").start();
        task.records(40);
        task.record(7);
        task.complete();
        awaitEnding(task);

        assertThat(flowgauge.newest(task.requestId()).number("recordsProcessed"))
                .isEqualTo(41);
        assertThat(flowgauge.newest(task.requestId()).object("latency")).contains(entry("count", 1L));
    }

    @Test
    void whatIsReadWhileThreadsCountNeverContradictsItself() throws InterruptedException {
        Tally tally = new Tally();
        List<Thread> pipeline = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            // Ever longer and ever shorter ones, so that the extremes move while they are read.
            int step = thread % 2 == 0 ? 1 : -1;
            pipeline.add(new Thread(() -> {
                for (int record = 0; record < EACH; record++) {
                    tally.record(EACH + step * record);
                }
            }));
        }
        pipeline.forEach(Thread::start);
        while (pipeline.stream().anyMatch(Thread::isAlive)) {
            Tally.Latency read = tally.read();
            if (read != null) {
                assertHoldsTogether(read);
            }
        }
        for (Thread thread : pipeline) {
            thread.join();
        }
        assertThat(tally.read()).extracting(Tally.Latency::count).isEqualTo(4L * EACH);
    }

    private static void assertHoldsTogether(Tally.Latency read) {
        LatencyCounts counts = read.counts();
        assertThat(read.last()).isBetween(read.min(), read.max());
        assertThat(read.sum()).isBetween(read.min() * read.count(), read.max() * read.count());
        assertThat(IntStream.range(0, counts.size()).mapToLong(counts::count).sum())
                .isEqualTo(read.count());
        assertThat(counts.bucket(0)).isGreaterThanOrEqualTo(LatencyScale.bucket(read.min()));
        assertThat(counts.bucket(counts.size() - 1)).isLessThanOrEqualTo(LatencyScale.bucket(read.max()));
    }

    @Test
    void nothingIsLostWhenManyThreadsBeginAtOnce() throws Exception {
        // More threads than a tally has stripes for, so that some share one.
        int threads = 40;
        int each = 200;
        ExecutorService pipeline = Executors.newFixedThreadPool(threads);
        try {
            for (int begun = 0; begun < 100; begun++) {
                Tally tally = new Tally();
                CyclicBarrier begin = new CyclicBarrier(threads);
                List<Callable<Void>> work = Collections.nCopies(threads, () -> {
                    begin.await();
                    LongStream.range(0, each).forEach(tally::record);
                    return null;
                });
                for (Future<Void> done : pipeline.invokeAll(work)) {
                    done.get();
                }

                Tally.Latency read = tally.read();

                assertHoldsTogether(read);
                assertThat(read.count()).isEqualTo((long) threads * each);
                assertThat(read.sum())
                        .isEqualTo(threads * LongStream.range(0, each).sum());
            }
        } finally {
            pipeline.shutdownNow();
        }
    }

    @Test
    void whatDidNotChangeIsReadAsEqual() {
        Tally tally = new Tally();
        tally.record(12);
        Tally.Latency first = tally.read();

        assertThat(tally.read()).isEqualTo(first);
        tally.record(12);
        assertThat(tally.read()).isNotEqualTo(first);
    }

    @Test
    void countingAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        TaskRecorder task = recorder().run("orders", "10:00").load("load").start();
        long allocated = Long.MAX_VALUE;
        // The first times round, what is needed once is loaded.
        for (int round = 0; round < 3; round++) {
            long before = threads.getThreadAllocatedBytes(self);
            for (int record = 0; record < EACH; record++) {
                task.record(record);
            }
            allocated = threads.getThreadAllocatedBytes(self) - before;
        }

        assertThat(allocated).isZero();
    }
}
