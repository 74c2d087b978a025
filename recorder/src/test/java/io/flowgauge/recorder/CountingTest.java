package io.flowgauge.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
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
                .contains(entry("count", n), entry("sum", n * (n + 1) / 2), entry("min", 1L), entry("max", n));
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
                        entry("last", 12L));
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
            int first = thread;
            pipeline.add(new Thread(() -> {
                for (int record = 0; record < EACH; record++) {
                    tally.record((first * 31L + record * 17L) % 1_000);
                }
            }));
        }
        pipeline.forEach(Thread::start);
        while (pipeline.stream().anyMatch(Thread::isAlive)) {
            Tally.Latency read = tally.read();
            if (read != null) {
                assertThat(read.last()).isBetween(read.min(), read.max());
                assertThat(read.sum()).isBetween(read.min() * read.count(), read.max() * read.count());
            }
        }
        for (Thread thread : pipeline) {
            thread.join();
        }
        assertThat(tally.read()).extracting(Tally.Latency::count).isEqualTo(4L * EACH);
    }
}
