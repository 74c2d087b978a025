package io.flowgauge.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;

/** A fake service, recorders of it, and what must hold after every test: nothing was sent that breaks the API's rules. */
abstract class RecorderTest {
    final FakeFlowgauge flowgauge = new FakeFlowgauge();
    private final List<Recorder> recorders = new ArrayList<>();

    /** Reports every 100 ms. */
    Recorder.Builder settings() {
        return Recorder.to(flowgauge.uri())
                .key(FakeFlowgauge.KEY)
                .reportEvery(Duration.ofMillis(100))
                .closeTimeout(Duration.ofSeconds(10));
    }

    Recorder start(Recorder.Builder settings) {
        Recorder recorder = settings.start();
        recorders.add(recorder);
        return recorder;
    }

    Recorder recorder() {
        return start(settings());
    }

    /** A task of a run of its own that has something to report each time, so that there are requests to wait for. */
    TaskRecorder busy(Recorder recorder) {
        AtomicLong position = new AtomicLong();
        TaskRecorder busy = recorder.run("heartbeat", "1").stream("busy").start();
        busy.cdc(() -> new CdcMetrics(null, "at " + position.incrementAndGet(), null, null, null));
        return busy;
    }

    void awaitKnown(TaskRecorder task) {
        flowgauge.await("the task is known", () -> flowgauge.knows(task.requestId()));
    }

    void awaitRecords(TaskRecorder task, long records) {
        flowgauge.await(
                records + " records are reported",
                () -> flowgauge.knows(task.requestId())
                        && flowgauge.newest(task.requestId()).number("recordsProcessed") == records);
    }

    void awaitEnding(TaskRecorder task) {
        flowgauge.await("the ending is taken", () -> flowgauge.endings(task.requestId()) > 0);
    }

    @AfterEach
    void nothingThatBreaksTheRulesWasSent() {
        flowgauge.isWell();
        recorders.forEach(Recorder::close);
        flowgauge.close();
        assertThat(flowgauge.faults()).isEmpty();
    }
}
