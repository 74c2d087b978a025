package io.flowgauge.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever a pipeline hands over, it is not stopped by it, and the service takes what is made of it. */
class OddInputTest extends RecorderTest {
    private static final String ROCKET = "\uD83D\uDE80";

    @Test
    void negativeLatenciesCountAsZero() {
        TaskRecorder task = recorder().run("orders", "10:00").load("load").start();
        task.record(-5);
        task.record(Long.MIN_VALUE);
        task.record(4);
        task.complete();
        awaitEnding(task);

        assertThat(flowgauge.newest(task.requestId()).object("latency"))
                .contains(
                        entry("count", 3L),
                        entry("sum", 4L),
                        entry("min", 0L),
                        entry("max", 4L),
                        entry("buckets", Map.of("0", 2L, "8", 1L)));
    }

    @Test
    void latenciesOfYearsAreCountedInTheHighestBucket() {
        TaskRecorder task = recorder().run("orders", "10:00").load("load").start();
        task.record(Duration.ofDays(25).toMillis());
        task.record(Duration.ofDays(20_000).toMillis());
        task.complete();
        awaitEnding(task);

        assertThat(flowgauge.newest(task.requestId()).object("latency"))
                .contains(entry("max", Duration.ofDays(20_000).toMillis()), entry("buckets", Map.of("110", 2L)));
    }

    @Test
    void latenciesPastWhatCanBeAddedAreUnknownAndTheirRecordsCount() {
        TaskRecorder task = recorder().run("orders", "10:00").load("load").start();
        task.record(Long.MAX_VALUE);
        task.record(Long.MAX_VALUE);
        task.record(Long.MAX_VALUE);
        task.complete();
        awaitEnding(task);

        assertThat(flowgauge.newest(task.requestId()).fields())
                .contains(entry("recordsProcessed", 3L))
                .doesNotContainKey("latency");
    }

    @Test
    void nothingAndLessThanNothingIsNotCounted() {
        TaskRecorder task = recorder().run("orders", "10:00").load("load").start();
        task.records(0);
        task.records(-1);
        task.failed(-1);
        task.bytes(Long.MIN_VALUE);
        task.expect(-1);
        task.complete();
        awaitEnding(task);

        assertThat(flowgauge.newest(task.requestId()).fields())
                .contains(entry("recordsProcessed", 0L), entry("recordsExpected", 0L))
                .doesNotContainKeys("recordsFailed", "bytesProcessed");
    }

    @Test
    void failuresAndBytesAreUnknownUntilTheyAreCounted() {
        TaskRecorder task = recorder().run("orders", "10:00").load("load").start();
        task.failed(0);
        task.bytes(0);
        task.complete();
        awaitEnding(task);

        assertThat(flowgauge.newest(task.requestId()).fields())
                .contains(entry("recordsFailed", 0L), entry("bytesProcessed", 0L));
    }

    @Test
    void nothingThrowsForNull() {
        Recorder recorder = start(settings().engine(null).owner(null));
        TaskRecorder.Builder builder = recorder.run(null, null)
                .load(null)
                .requestId(null)
                .owner(null)
                .code(null)
                .language(null)
                .label(null, "x")
                .label("x", null)
                .link(null)
                .parent(null)
                .started(null);
        TaskRecorder task = builder.start();
        assertThatCode(() -> {
                    task.code(null);
                    task.cdc(null);
                    task.fail((Throwable) null);
                    task.fail((String) null);
                })
                .doesNotThrowAnyException();

        awaitEnding(task);

        assertThat(flowgauge.whole(task.requestId()).fields())
                .contains(entry("flow", "unnamed"), entry("runKey", "unnamed"), entry("name", "unnamed"))
                .doesNotContainKeys("labels", "code", "owner", "error");
    }

    @Test
    void tasksWithoutAnIdOfTheirOwnAreNotTakenForOneAnother() {
        RunRecorder run = recorder().run("orders", "10:00");
        TaskRecorder one = run.load("one").requestId(null).start();
        TaskRecorder other = run.load("other").requestId("").start();

        assertThat(one.requestId()).isNotEqualTo(other.requestId()).hasSize(36);
    }

    @Test
    void namesThatAreTooLongAreCutAtTheirCodePoints() {
        String tooLong = ROCKET.repeat(513);
        TaskRecorder task = start(settings().engine(tooLong))
                .run(tooLong, tooLong)
                .load(tooLong)
                .requestId(tooLong)
                .code("c".repeat(16_385))
                .language(tooLong)
                .label("l".repeat(129), "v".repeat(129))
                .link("u".repeat(2_049))
                .parent(tooLong)
                .start();
        task.fail("e".repeat(20_000));
        awaitEnding(task);

        String cut = ROCKET.repeat(512);
        assertThat(task.requestId()).isEqualTo(cut);
        assertThat(flowgauge.whole(cut).fields())
                .contains(
                        entry("flow", cut),
                        entry("runKey", cut),
                        entry("name", cut),
                        entry("engine", cut),
                        entry("language", cut),
                        entry("parentRequestId", cut),
                        entry("code", "c".repeat(16_384)),
                        entry("link", "u".repeat(2_048)));
        assertThat(flowgauge.whole(cut).object("labels")).containsExactly(entry("l".repeat(128), "v".repeat(128)));
        assertThat(flowgauge.newest(cut).text("error")).isEqualTo("e".repeat(16_384));
    }

    @Test
    void aRunWithALongNameLearnsItsNumber() {
        RunRecorder run = recorder().run(ROCKET.repeat(600), "10:00");
        run.load("load").start();

        flowgauge.await("the run's number is known", () -> run.auditId().isPresent());
    }

    @Test
    void whatCannotBeStoredIsReplaced() {
        TaskRecorder task = recorder()
                .run("a\0b", "high \uD83D only")
                .load("low \uDE80 only")
                .label("\0", "\uD83D")
                .start();
        task.fail("\uDE80\uD83D swapped " + ROCKET);
        awaitEnding(task);

        assertThat(flowgauge.newest(task.requestId()).text("error")).isEqualTo("\uFFFD\uFFFD swapped " + ROCKET);
        assertThat(flowgauge.whole(task.requestId()).fields())
                .contains(
                        entry("flow", "a\uFFFDb"),
                        entry("runKey", "high \uFFFD only"),
                        entry("name", "low \uFFFD only"));
        assertThat(flowgauge.whole(task.requestId()).object("labels")).containsExactly(entry("\uFFFD", "\uFFFD"));
    }

    @Test
    void theSeventeenthLabelIsLeftOut() {
        TaskRecorder.Builder builder = recorder().run("orders", "10:00").load("load");
        for (int label = 10; label < 30; label++) {
            builder.label("label " + label, "first");
        }
        TaskRecorder task = builder.label("label 10", "second").start();
        awaitKnown(task);

        assertThat(flowgauge.whole(task.requestId()).object("labels"))
                .hasSize(16)
                .contains(entry("label 10", "second"), entry("label 25", "first"));
    }

    @Test
    void aBeginningOutOfAllTimeStopsNoTask() {
        RunRecorder run = recorder().run("orders", "10:00");
        TaskRecorder latest = run.load("latest").started(Instant.MAX).start();
        TaskRecorder earliest = run.load("earliest").started(Instant.MIN).start();
        TaskRecorder usual = run.load("usual").start();

        awaitKnown(usual);
        awaitKnown(latest);
        awaitKnown(earliest);

        assertThat(flowgauge.whole(earliest.requestId()).number("started")).isZero();
    }

    @Test
    void anExceptionThatCannotTellItsMessageIsToldByItsClass() {
        class Mute extends RuntimeException {
            @Override
            public String getMessage() {
                throw new UnsupportedOperationException("no message");
            }
        }
        TaskRecorder task = recorder().run("orders", "10:00").load("load").start();

        assertThatCode(() -> task.fail(new IllegalStateException("no load", new Mute())))
                .doesNotThrowAnyException();

        awaitEnding(task);
        assertThat(flowgauge.newest(task.requestId()).text("error"))
                .isEqualTo("java.lang.IllegalStateException: no load\ncaused by " + Mute.class.getName());
    }

    @Test
    void causesInACircleEnd() {
        Exception one = new Exception("one");
        Exception other = new Exception("other", one);
        one.initCause(other);

        assertThat(Causes.text(one)).isEqualTo("java.lang.Exception: one\ncaused by java.lang.Exception: other");
    }
}
