package io.flowgauge.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.flowgauge.recorder.FakeFlowgauge.Trouble;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a service gets to hear of a pipeline, whatever happens to either. */
class RecorderTest {
    private FakeFlowgauge service;

    @BeforeEach
    void start() throws IOException {
        service = new FakeFlowgauge();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void totalsOfManyThreadsAreExact() throws InterruptedException {
        try (Recorder recorder = service.recorder().start()) {
            TaskRecorder task = recorder.run("flow", "run").load("copy").start();
            List<Thread> pipeline = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                int first = thread;
                pipeline.add(new Thread(() -> {
                    for (int record = 0; record < 100_000; record++) {
                        task.record(5 + (first * 100_000L + record) % 1_000);
                    }
                    task.records(7);
                    task.failed(2);
                    task.bytes(1_000);
                }));
            }
            pipeline.forEach(Thread::start);
            for (Thread thread : pipeline) {
                thread.join();
            }
            task.complete();

            Map<String, Object> end = service.awaitTask(task, "state", "completed");
            assertThat(end)
                    .containsEntry("recordsProcessed", 800_056L)
                    .containsEntry("recordsFailed", 16L)
                    .containsEntry("bytesProcessed", 8_000L);
            assertThat(latency(end))
                    .containsEntry("count", 800_000L)
                    .containsEntry("sum", 800_000L * 5 + 800L * 999 * 1_000 / 2)
                    .containsEntry("min", 5L)
                    .containsEntry("max", 1_004L);
            long lastSequence = 0;
            long lastRecords = 0;
            for (Map<String, Object> report : service.reports(task)) {
                assertThat((long) report.get("sequence")).isGreaterThan(lastSequence);
                assertThat((long) report.get("recordsProcessed")).isGreaterThanOrEqualTo(lastRecords);
                lastSequence = (long) report.get("sequence");
                lastRecords = (long) report.get("recordsProcessed");
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> latency(Map<String, Object> report) {
        return (Map<String, Object>) report.get("latency");
    }

    @Test
    void theFirstReportIsWholeLaterOnesAreSmallAndAWholeOneComesWhereItIsNeeded() {
        try (Recorder recorder = service.recorder().start()) {
            TaskRecorder task = recorder.run("flow", "run")
                    .task("script")
                    .code("select 1")
                    .language("sql")
                    .label("team", "crm")
                    .link("https://example.org")
                    .parent("parent")
                    .recordsExpected(10)
                    .start();
            Map<String, Object> first = service.awaitTask(task, "recordsProcessed", 0L);
            assertThat(first)
                    .containsEntry("flow", "flow")
                    .containsEntry("runKey", "run")
                    .containsEntry("name", "script")
                    .containsEntry("type", "task")
                    .containsEntry("state", "running")
                    .containsEntry("owner", "etl")
                    .containsEntry("engine", "engine")
                    .containsEntry("code", "select 1")
                    .containsEntry("language", "sql")
                    .containsEntry("labels", Map.of("team", "crm"))
                    .containsEntry("link", "https://example.org")
                    .containsEntry("parentRequestId", "parent")
                    .containsEntry("recordsExpected", 10L)
                    .containsKeys("started", "reported", "sequence")
                    .doesNotContainKeys("latency", "cdc", "lastRecordReceived", "ended", "error");

            task.records(1);
            assertThat(service.awaitTask(task, "recordsProcessed", 1L))
                    .doesNotContainKeys("flow", "name", "code", "labels")
                    .containsKeys("requestId", "lastRecordReceived");

            service.forgets();
            task.records(1);
            assertThat(service.awaitTask(task, "recordsProcessed", 2L)).containsEntry("flow", "flow");

            task.code("select 2");
            assertThat(service.awaitTask(task, "code", "select 2")).containsEntry("name", "script");
        }
    }

    @Test
    void whatDidNotChangeIsNotSentAgain() {
        try (Recorder recorder = service.recorder().start()) {
            TaskRecorder still = recorder.run("flow", "run").load("still").start();
            TaskRecorder busy = recorder.run("flow", "run").load("busy").start();
            service.awaitTask(still, "name", "still");
            for (long records = 1; records <= 5; records++) {
                busy.records(1);
                service.awaitTask(busy, "recordsProcessed", records);
            }

            assertThat(service.reports(still)).hasSize(1);
        }
    }

    @Test
    void endingsWaitForAServiceThatIsAwayAndArriveOnce() throws IOException {
        try (Recorder recorder = service.recorder().start()) {
            TaskRecorder completed = recorder.run("flow", "run").extract("one").start();
            TaskRecorder failed = recorder.run("flow", "run").extract("two").start();
            service.awaitTask(failed, "state", "running");
            service.isIn(Trouble.UNAVAILABLE);
            completed.records(5);
            completed.complete();
            service.await(fake -> fake.answered.contains(503));
            service.stops();
            failed.fail(new IllegalStateException("disk full", new IOException("no space left")));
            service.isIn(Trouble.NONE);
            assertThat(recorder.status().unsentEndings()).isEqualTo(2);
            service.isBack();

            assertThat(service.awaitTask(completed, "state", "completed")).containsEntry("recordsProcessed", 5L);
            assertThat(service.awaitTask(failed, "state", "failed"))
                    .containsEntry(
                            "error",
                            "java.lang.IllegalStateException: disk full\ncaused by java.io.IOException: no space left");
        }
        assertThat(service.endings.values()).containsOnly(1);
    }

    @Test
    void theFirstEndingCounts() {
        try (Recorder recorder = service.recorder().start()) {
            TaskRecorder task = recorder.run("flow", "run").hwm("mark").start();
            task.cancel();
            task.complete();
            task.fail("too late");

            service.awaitTask(task, "state", "cancelled");
        }
        assertThat(service.endings.values()).containsOnly(1);
    }

    @Test
    void aBatchThatIsTooLargeIsSentInParts() {
        service.isIn(items -> items > 100 ? 413 : 0);
        try (Recorder recorder = service.recorder().start()) {
            for (int task = 0; task < 1_000; task++) {
                recorder.run("flow", "run").load("task " + task).start();
            }

            service.await(fake -> fake.tasks.size() == 1_000);
            assertThat(service.answered).contains(413);
        }
    }

    @Test
    void tenThousandTasksAreReportedInBatchesThatTheServiceTakes() {
        service.isIn(items -> items > 10_000 ? 413 : 0);
        try (Recorder recorder = service.recorder().start()) {
            for (int task = 0; task < 10_001; task++) {
                recorder.run("flow", "run").load("task " + task).start();
            }

            service.await(fake -> fake.tasks.size() == 10_001);
            assertThat(service.answered).doesNotContain(413);
        }
    }

    @Test
    void aTaskThatIsRefusedDoesNotStopTheOthers() {
        service.refuses("unwanted");
        try (Recorder recorder = service.recorder().start()) {
            TaskRecorder unwanted = recorder.run("flow", "run").load("unwanted").start();
            TaskRecorder wanted = recorder.run("flow", "run").load("wanted").start();
            wanted.records(3);
            service.awaitTask(wanted, "recordsProcessed", 3L);
            unwanted.complete();
            wanted.complete();
            service.awaitTask(wanted, "state", "completed");

            RecorderStatus status = recorder.status();
            assertThat(status.refused()).isEqualTo(1);
        }
        assertThat(service.tasks).hasSize(1);
    }

    @Test
    void aRefusedKeyIsTold() {
        service.isIn(Trouble.KEY_REFUSED);
        try (Recorder recorder = service.recorder().closeTimeout(Duration.ZERO).start()) {
            recorder.run("flow", "run").load("copy").start();
            service.await(fake -> fake.answered.contains(401));

            until(() -> recorder.status().lastProblem() != null);
            assertThat(recorder.status().lastProblem())
                    .contains("refuses the key")
                    .doesNotContain(FakeFlowgauge.KEY);
        }
    }

    private static void until(java.util.function.BooleanSupplier so) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!so.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void closingDeliversWhatIsLeft() {
        TaskRecorder task;
        try (Recorder recorder =
                service.recorder().reportEvery(Duration.ofSeconds(20)).start()) {
            task = recorder.run("flow", "run").load("copy").start();
            task.records(9);
            task.complete();
        }

        assertThat(service.report(task)).containsEntry("state", "completed").containsEntry("recordsProcessed", 9L);
    }

    @Test
    void closingIsBoundedThoughTheServiceHangs() {
        service.isIn(Trouble.HANGS);
        Recorder recorder =
                service.recorder().closeTimeout(Duration.ofMillis(300)).start();
        recorder.run("flow", "run").load("copy").start().complete();
        service.await(fake -> fake.answered.contains(-1));
        long before = System.nanoTime();

        recorder.close();

        // Far under the 10 s that a request may take.
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        assertThat(recorder.status().unsentEndings()).isEqualTo(1);
    }

    @Test
    void nothingThrowsIntoThePipeline() {
        try (Recorder recorder = service.recorder().start()) {
            TaskRecorder task = recorder.run("f".repeat(600), "run\u0000key").stream("half a pair \ud83d")
                    .code("c".repeat(20_000))
                    .started(java.time.Instant.EPOCH)
                    .start();
            task.record(-5);
            task.records(-1);
            task.failed(-1);
            task.bytes(Long.MIN_VALUE);
            task.expect(-7);
            task.cdc(() -> {
                throw new IllegalStateException("not connected");
            });
            task.fail((String) null);

            Map<String, Object> report = service.awaitTask(task, "state", "failed");
            assertThat((String) report.get("flow")).isEqualTo("f".repeat(512));
            assertThat(report)
                    .containsEntry("runKey", "run\ufffdkey")
                    .containsEntry("name", "half a pair \ufffd")
                    .containsEntry("recordsProcessed", 1L)
                    .containsEntry("recordsExpected", 0L)
                    .doesNotContainKeys("cdc", "error");
            assertThat((String) report.get("code")).hasSize(16_384);
            assertThat(latency(report)).containsEntry("max", 0L);
        }
    }

    @Test
    void whatIsWrongWithOneTaskDoesNotStopTheOthers() {
        try (Recorder recorder = service.recorder().start()) {
            RunRecorder run = recorder.run("flow", "run");
            TaskRecorder never = run.load("never")
                    .started(java.time.Instant.MAX)
                    .label(null, null)
                    .start();
            TaskRecorder broken = run.stream("broken").start();
            broken.cdc(() -> {
                throw new NoClassDefFoundError("a driver");
            });
            TaskRecorder speechless = run.load("speechless").start();
            speechless.fail(new IllegalStateException() {
                @Override
                public String getMessage() {
                    throw new UnsupportedOperationException();
                }
            });
            broken.complete();
            never.complete();

            service.awaitTask(broken, "state", "completed");
            service.awaitTask(never, "state", "completed");
            assertThat((String) service.awaitTask(speechless, "state", "failed").get("error"))
                    .contains(RecorderTest.class.getName());
        }
    }

    @Test
    void closingTriesAgainUntilItsTimeIsOver() throws InterruptedException {
        service.isIn(Trouble.UNAVAILABLE);
        Recorder recorder =
                service.recorder().reportEvery(Duration.ofSeconds(20)).start();
        TaskRecorder task = recorder.run("flow", "run").load("copy").start();
        task.complete();
        Thread closing = new Thread(recorder::close);
        closing.start();
        service.await(fake -> fake.answered.contains(503));
        service.isIn(Trouble.NONE);

        service.awaitTask(task, "state", "completed");
        closing.join();
        assertThat(recorder.status().unsentEndings()).isZero();
    }

    @Test
    void anEndingThatHasToWaitDoesNotHoldUpTheProgressOfOtherBatches() {
        service.isIn(items -> items > 2 ? 413 : 0);
        try (Recorder recorder = service.recorder().closeTimeout(Duration.ZERO).start()) {
            List<TaskRecorder> tasks = new ArrayList<>();
            for (int task = 0; task < 8; task++) {
                tasks.add(recorder.run("flow", "run").load("task " + task).start());
            }
            service.await(fake -> fake.tasks.size() == 8);
            service.unavailableTo(tasks.get(0).requestId());
            tasks.get(0).complete();
            tasks.get(7).records(5);

            service.awaitTask(tasks.get(7), "recordsProcessed", 5L);
        }
    }

    @Test
    void aStreamTellsWhereItIs() {
        try (Recorder recorder = service.recorder().start()) {
            TaskRecorder task = recorder.run("flow", "run").stream("capture").start();
            task.cdc(() -> new CdcMetrics("postgresql", "0/1A", 10L, 12L, false));

            // 12 of 10 that still fit: read while it moved.
            service.await(fake -> fake.report(task) != null && fake.report(task).get("cdc") != null);
            assertThat(service.report(task).get("cdc"))
                    .isEqualTo(Map.of("connector", "postgresql", "position", "0/1A", "snapshotRunning", false));
        }
    }

    @Test
    void theRunsNumberIsKnownOnceItWasReported() {
        try (Recorder recorder = service.recorder().start()) {
            RunRecorder run = recorder.run("flow \"quoted\"\n", "run");
            assertThat(run.auditId()).isEmpty();
            TaskRecorder task = run.load("copy").start();
            service.awaitTask(task, "name", "copy");

            until(() -> run.auditId().equals(OptionalLong.of(80_610)));
        }
    }

    @Test
    void aTaskThatAnotherRecorderReportedGoesOnAboveItsSequence() {
        service.knows("task-1", 500);
        try (Recorder recorder = service.recorder().start()) {
            TaskRecorder task =
                    recorder.run("flow", "run").load("copy").requestId("task-1").start();
            task.records(3);
            task.complete();

            Map<String, Object> end = service.awaitTask(task, "state", "completed");
            assertThat((long) end.get("sequence")).isGreaterThan(500);
            assertThat(end).containsEntry("recordsProcessed", 3L);
        }
    }

    @Test
    void wrongSettingsAreRefusedAtOnceAndInWords() {
        URI uri = URI.create("http://localhost:8080");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Recorder.to(URI.create("ftp://localhost")))
                .withMessageContaining("must be like http://host:8080");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Recorder.to(uri).start())
                .withMessageContaining("key is missing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Recorder.to(uri).key("secret"))
                .withMessageContaining("fg_<id>_<secret>")
                .withMessageNotContaining("secret\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Recorder.to(uri).reportEvery(Duration.ofMillis(10)))
                .withMessageContaining("100 ms to 20 s");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Recorder.to(uri).closeTimeout(Duration.ofSeconds(-1)))
                .withMessageContaining("0 to 1 hour");
    }
}
