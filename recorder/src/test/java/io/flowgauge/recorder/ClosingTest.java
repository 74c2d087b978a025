package io.flowgauge.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a recorder still does when it is closed. */
class ClosingTest extends RecorderTest {
    private static final Duration NEVER_IN_A_TEST = Duration.ofSeconds(20);

    @Test
    void closingDeliversEndingsAndProgressAtOnce() {
        Recorder recorder = start(settings().reportEvery(NEVER_IN_A_TEST));
        RunRecorder run = recorder.run("orders", "10:00");
        TaskRecorder ended = run.load("ended").start();
        ended.records(4);
        ended.complete();
        TaskRecorder running = run.load("running").start();
        running.records(2);

        long took = close(recorder);

        assertThat(flowgauge.newest(ended.requestId()).text("state")).isEqualTo("completed");
        assertThat(flowgauge.newest(running.requestId()).number("recordsProcessed"))
                .isEqualTo(2);
        assertThat(recorder.status().unsentEndings()).isZero();
        assertThat(took).isLessThan(5_000);
    }

    @Test
    void closingWaitsNoLongerThanToldForAServiceThatHangs() {
        flowgauge.hangs();
        Recorder recorder = start(settings().closeTimeout(Duration.ofMillis(300)));
        recorder.run("orders", "10:00").load("load").start().complete();
        flowgauge.awaitRequests(1);

        long took = close(recorder);

        // Well before the 10 s after which a request is given up.
        assertThat(took).isBetween(290L, 5_000L);
        assertThat(recorder.status().unsentEndings()).isEqualTo(1);
    }

    @Test
    void closingWithoutPatienceWaitsForNothing() {
        flowgauge.hangs();
        Recorder recorder = start(settings().closeTimeout(Duration.ZERO));
        recorder.run("orders", "10:00").load("load").start().complete();

        assertThat(close(recorder)).isLessThan(5_000);
    }

    @Test
    void closingTriesAgainUntilTheServiceIsBack() throws Exception {
        flowgauge.stop();
        Recorder recorder = start(settings().reportEvery(NEVER_IN_A_TEST));
        TaskRecorder task = recorder.run("orders", "10:00").load("load").start();
        task.complete();
        CompletableFuture<Void> closed = CompletableFuture.runAsync(recorder::close);
        flowgauge.await("a try fails", () -> recorder.status().lastProblem() != null);

        flowgauge.startAgain();

        closed.get(20, TimeUnit.SECONDS);
        assertThat(flowgauge.endings(task.requestId())).isEqualTo(1);
        assertThat(recorder.status().unsentEndings()).isZero();
    }

    @Test
    void closingTwiceIsHarmless() {
        Recorder recorder = recorder();
        recorder.close();

        assertThatCode(recorder::close).doesNotThrowAnyException();
    }

    @Test
    void aThreadThatIsInterruptedClosesAtOnceAndStaysInterrupted() {
        flowgauge.hangs();
        Recorder recorder = recorder();
        recorder.run("orders", "10:00").load("load").start().complete();
        Thread.currentThread().interrupt();

        long took = close(recorder);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(took).isLessThan(5_000);
    }

    @Test
    void whatIsRecordedOnceClosedIsIgnored() {
        Recorder recorder = recorder();
        recorder.close();
        int requests = flowgauge.requests().size();

        TaskRecorder late = recorder.run("orders", "10:00").load("late").start();
        late.record(3);
        late.complete();

        assertThat(recorder.status().unsentEndings()).isZero();
        assertThat(flowgauge.requests()).hasSize(requests);
    }

    @Test
    void theReportingThreadKeepsNoProgramAlive() {
        recorder();

        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().equals("flowgauge-recorder"))
                .isNotEmpty()
                .allMatch(Thread::isDaemon);
    }

    private static long close(Recorder recorder) {
        long from = System.nanoTime();
        recorder.close();
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
    }
}
