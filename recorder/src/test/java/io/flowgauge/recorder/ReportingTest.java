package io.flowgauge.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is reported, and when. */
class ReportingTest extends RecorderTest {
    private static final Instant TEN = Instant.parse("2026-11-23T10:00:00Z");

    @Test
    void theFirstReportDescribesTheTask() {
        Recorder recorder = start(settings().engine("connect-eu-1").owner("etl"));
        TaskRecorder copy = recorder.run("orders to warehouse", "10:00")
                .extract("copy orders")
                .requestId("copy-1")
                .code("SELECT * FROM orders")
                .language("sql")
                .label("team", "crm")
                .link("https://wiki/orders")
                .parent("flow-1")
                .recordsExpected(500)
                .started(TEN)
                .start();

        awaitKnown(copy);

        assertThat(copy.requestId()).isEqualTo("copy-1");
        assertThat(flowgauge.sent("copy-1").get(0).fields())
                .contains(
                        entry("flow", "orders to warehouse"),
                        entry("runKey", "10:00"),
                        entry("name", "copy orders"),
                        entry("type", "extract"),
                        entry("state", "running"),
                        entry("engine", "connect-eu-1"),
                        entry("owner", "etl"),
                        entry("code", "SELECT * FROM orders"),
                        entry("language", "sql"),
                        entry("link", "https://wiki/orders"),
                        entry("parentRequestId", "flow-1"),
                        entry("started", TEN.toEpochMilli()),
                        entry("recordsProcessed", 0L),
                        entry("recordsExpected", 500L))
                .doesNotContainKeys("latency", "lastRecordReceived", "ended", "error", "cdc");
        assertThat(flowgauge.sent("copy-1").get(0).object("labels")).containsExactly(entry("team", "crm"));
    }

    @Test
    void eachKindOfTaskHasItsType() {
        RunRecorder run = recorder().run("orders", "10:00");
        List<TaskRecorder> tasks = List.of(
                run.stream("s").start(),
                run.extract("e").start(),
                run.load("l").start(),
                run.task("t").start(),
                run.hwm("h").start());

        tasks.forEach(this::awaitKnown);

        assertThat(tasks)
                .extracting(task -> flowgauge.whole(task.requestId()).text("type"))
                .containsExactly("stream", "extract", "load", "task", "hwm");
    }

    @Test
    void aTasksOwnOwnerComesBeforeTheRecorders() {
        RunRecorder run = start(settings().owner("etl")).run("orders", "10:00");
        TaskRecorder task = run.load("load").owner("ada").start();

        awaitKnown(task);

        assertThat(flowgauge.whole(task.requestId()).text("owner")).isEqualTo("ada");
    }

    @Test
    void theFirstReportIsWholeAndLaterOnesAreSmall() {
        TaskRecorder task = recorder().run("orders", "10:00").load("load").start();
        awaitKnown(task);
        task.records(3);
        awaitRecords(task, 3);
        task.complete();
        awaitEnding(task);

        List<Report> sent = flowgauge.sent(task.requestId());
        assertThat(sent.get(0).whole()).isTrue();
        assertThat(sent.subList(1, sent.size())).noneMatch(Report::whole).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void aTaskTheServiceForgotIsSentWholeAgain() {
        TaskRecorder task = recorder().run("orders", "10:00").load("load").start();
        awaitKnown(task);
        flowgauge.forgets(task.requestId());
        task.records(5);

        awaitRecords(task, 5);

        assertThat(flowgauge.newest(task.requestId()).whole()).isTrue();
        assertThat(flowgauge.whole(task.requestId()).text("name")).isEqualTo("load");
    }

    @Test
    void anEndingOfATaskTheServiceForgotIsSentWholeAgain() {
        Recorder recorder = recorder();
        TaskRecorder task = recorder.run("orders", "10:00").load("load").start();
        awaitKnown(task);
        flowgauge.forgets(task.requestId());
        task.fail("disk full");

        awaitEnding(task);

        assertThat(flowgauge.newest(task.requestId()).fields()).contains(entry("error", "disk full"));
        flowgauge.await("nothing waits", () -> recorder.status().unsentEndings() == 0);
    }

    @Test
    void anUnchangedTaskIsNotSentAgain() {
        Recorder recorder = recorder();
        TaskRecorder still = recorder.run("orders", "10:00").load("still").start();
        still.record(12);
        busy(recorder);
        awaitRecords(still, 1);
        int sent = flowgauge.sent(still.requestId()).size();

        flowgauge.awaitRequests(5);

        assertThat(flowgauge.sent(still.requestId())).hasSize(sent);
    }

    @Test
    void aChangeOfTheCodeIsSentWhole() {
        TaskRecorder task =
                recorder().run("orders", "10:00").task("script").code("BEGIN").start();
        awaitKnown(task);

        task.code("COMMIT");

        flowgauge.await(
                "the new code is known",
                () -> flowgauge.whole(task.requestId()).text("code").equals("COMMIT"));
        assertThat(flowgauge.newest(task.requestId()).text("name")).isEqualTo("script");
    }

    @Test
    void numbersAreCumulative() {
        TaskRecorder task = recorder().run("orders", "10:00").extract("copy").start();
        task.records(100);
        task.bytes(2_000);
        awaitRecords(task, 100);
        task.records(50);
        task.failed(2);
        task.bytes(500);
        task.expect(200);
        task.complete();
        awaitEnding(task);

        assertThat(flowgauge.newest(task.requestId()).fields())
                .contains(
                        entry("state", "completed"),
                        entry("recordsProcessed", 150L),
                        entry("recordsFailed", 2L),
                        entry("bytesProcessed", 2_500L),
                        entry("recordsExpected", 200L))
                .containsKeys("ended", "lastRecordReceived")
                .doesNotContainKey("latency");
    }

    @Test
    void theFirstEndingCounts() {
        TaskRecorder task = recorder().run("orders", "10:00").load("load").start();
        task.cancel();
        task.complete();
        task.fail("too late");

        awaitEnding(task);

        assertThat(flowgauge.newest(task.requestId()).fields())
                .contains(entry("state", "cancelled"))
                .doesNotContainKey("error");
    }

    @Test
    void aFailureIsToldWithItsCauses() {
        TaskRecorder task = recorder().run("orders", "10:00").load("load").start();
        task.fail(new IllegalStateException("no load", new IllegalArgumentException("column is missing")));

        awaitEnding(task);

        assertThat(flowgauge.newest(task.requestId()).fields())
                .contains(
                        entry("state", "failed"),
                        entry(
                                "error",
                                "java.lang.IllegalStateException: no load\n"
                                        + "caused by java.lang.IllegalArgumentException: column is missing"));
    }

    @Test
    void theRunsNumberIsKnownAfterItsFirstReport() {
        Recorder recorder = recorder();
        RunRecorder ten = recorder.run("orders", "10:00");
        RunRecorder eleven = recorder.run("orders", "11:00");
        assertThat(ten.auditId()).isEmpty();
        ten.load("load").start();
        ten.extract("extract").start();
        eleven.load("load").start();

        flowgauge.await(
                "the runs' numbers are known",
                () -> ten.auditId().isPresent() && eleven.auditId().isPresent());

        assertThat(Set.of(ten.auditId().getAsLong(), eleven.auditId().getAsLong()))
                .containsExactlyInAnyOrder(FakeFlowgauge.FIRST_AUDIT_ID, FakeFlowgauge.FIRST_AUDIT_ID + 1);
    }

    @Test
    void aStreamTellsItsPositionAtEachReport() {
        TaskRecorder stream =
                recorder().run("orders", "10:00").stream("changes").start();
        stream.cdc(() -> new CdcMetrics("postgresql", "0/1A2B3C8", 8_192L, 8_000L, false));

        flowgauge.await(
                "the position is known",
                () -> flowgauge.knows(stream.requestId())
                        && flowgauge.newest(stream.requestId()).object("cdc") != null);

        assertThat(flowgauge.newest(stream.requestId()).object("cdc"))
                .containsExactly(
                        entry("connector", "postgresql"),
                        entry("position", "0/1A2B3C8"),
                        entry("queueCapacity", 8_192L),
                        entry("queueRemaining", 8_000L),
                        entry("snapshotRunning", false));
    }

    @Test
    void aQueueThatContradictsItselfIsUnknown() {
        TaskRecorder stream =
                recorder().run("orders", "10:00").stream("changes").start();
        stream.cdc(() -> new CdcMetrics("postgresql", null, 10L, 11L, null));

        flowgauge.await(
                "the connector is known",
                () -> flowgauge.knows(stream.requestId())
                        && flowgauge.newest(stream.requestId()).object("cdc") != null);

        assertThat(flowgauge.newest(stream.requestId()).object("cdc"))
                .containsExactly(entry("connector", "postgresql"));
    }

    @Test
    void aPositionThatCannotBeReadIsUnknownAndStopsNothing() {
        RunRecorder run = recorder().run("orders", "10:00");
        AtomicInteger asked = new AtomicInteger();
        TaskRecorder broken = run.stream("broken").start();
        broken.cdc(() -> {
            asked.incrementAndGet();
            throw new IllegalStateException("the connector is closed");
        });
        TaskRecorder missing = run.stream("missing").start();
        missing.cdc(() -> {
            asked.incrementAndGet();
            throw new NoClassDefFoundError("io/debezium/Metrics");
        });
        TaskRecorder none = run.stream("none").start();
        none.cdc(() -> null);
        flowgauge.await("both were asked", () -> asked.get() >= 2);
        List<TaskRecorder> all = List.of(broken, missing, none);
        all.forEach(task -> task.records(7));

        all.forEach(task -> awaitRecords(task, 7));

        assertThat(all)
                .allSatisfy(task ->
                        assertThat(flowgauge.newest(task.requestId()).fields()).doesNotContainKey("cdc"));
    }

    @Test
    void aTaskThatWasReportedBeforeGoesOnAboveItsKnownSequence() {
        Recorder before = recorder();
        TaskRecorder earlier = resumed(before);
        awaitKnown(earlier);
        for (int records = 1; records <= 4; records++) {
            earlier.records(1);
            awaitRecords(earlier, records);
        }
        before.close();
        long known = flowgauge.newest("resumed").sequence();
        flowgauge.allowsSequencesToRestart("resumed");

        TaskRecorder later = resumed(recorder());
        later.records(99);

        awaitRecords(later, 99);
        assertThat(flowgauge.newest("resumed").sequence()).isGreaterThan(known);
    }

    @Test
    void anEndingWithTheSequenceThatIsKnownIsNotTakenForAcknowledged() {
        Recorder before = start(settings().reportEvery(Duration.ofSeconds(20)));
        TaskRecorder earlier = resumed(before);
        before.close();
        long known = flowgauge.newest(earlier.requestId()).sequence();
        assertThat(known).isEqualTo(1);
        flowgauge.allowsSequencesToRestart("resumed");

        Recorder after = start(settings().reportEvery(Duration.ofSeconds(20)));
        resumed(after).complete();
        after.close();

        assertThat(flowgauge.endings("resumed")).isEqualTo(1);
        assertThat(after.status().unsentEndings()).isZero();
    }

    private static TaskRecorder resumed(Recorder recorder) {
        return recorder.run("orders", "10:00")
                .load("resumed")
                .requestId("resumed")
                .started(TEN)
                .start();
    }
}
