package io.flowgauge.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.recorder.FakeFlowgauge.Request;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A service that is away, busy, or does not want what it is sent. */
class AwayServiceTest extends RecorderTest {

    @Test
    void endingsAreKeptWhileTheServiceIsUnavailableAndTakenOnce() {
        Recorder recorder = recorder();
        TaskRecorder task = recorder.run("orders", "10:00").load("load").start();
        awaitKnown(task);
        flowgauge.isUnavailable(null);
        task.records(8);
        task.complete();
        flowgauge.await("503 twice", () -> refused(503) >= 2);
        assertThat(recorder.status().unsentEndings()).isEqualTo(1);
        assertThat(recorder.status().lastProblem()).isEqualTo("the service answers with status 503");

        flowgauge.isWell();

        awaitAcknowledged(recorder);
        assertThat(flowgauge.newest(task.requestId()).number("recordsProcessed"))
                .isEqualTo(8);
        notSentAgain(recorder, task);
        assertThat(recorder.status().lastProblem()).isNull();
    }

    @Test
    void endingsAreKeptWhileTheServiceIsStoppedAndTakenOnce() {
        Recorder recorder = recorder();
        TaskRecorder task = recorder.run("orders", "10:00").load("load").start();
        awaitKnown(task);
        flowgauge.stop();
        task.complete();
        flowgauge.await("the recorder notices", () -> problem(recorder).startsWith("the service cannot be reached"));
        assertThat(recorder.status().unsentEndings()).isEqualTo(1);

        flowgauge.startAgain();

        awaitAcknowledged(recorder);
        notSentAgain(recorder, task);
    }

    @Test
    void endingsAreKeptWhileConnectionsBreak() {
        Recorder recorder = recorder();
        TaskRecorder task = recorder.run("orders", "10:00").load("load").start();
        awaitKnown(task);
        flowgauge.dropsConnections();
        task.complete();
        flowgauge.await("two breaks", () -> refused(0) >= 2);

        flowgauge.isWell();

        awaitAcknowledged(recorder);
        notSentAgain(recorder, task);
    }

    @Test
    void anEndingWhoseAnswerIsLostCountsOnce() {
        Recorder recorder = recorder();
        TaskRecorder task = recorder.run("orders", "10:00").load("load").start();
        flowgauge.dropsConnectionsOnceReportsAreTaken();
        task.complete();
        awaitEnding(task);
        flowgauge.await("it is sent again", () -> refused(0) >= 2);

        flowgauge.isWell();

        awaitAcknowledged(recorder);
        notSentAgain(recorder, task);
    }

    @Test
    void progressOfATaskGoesOnAfterTheServiceWasAway() {
        TaskRecorder task = recorder().run("orders", "10:00").load("load").start();
        awaitKnown(task);
        flowgauge.isUnavailable(null);
        task.records(10);
        flowgauge.await("503", () -> refused(503) >= 1);
        task.records(10);

        flowgauge.isWell();

        awaitRecords(task, 20);
    }

    @Test
    void theServiceIsNotAskedBeforeTheTimeItTold() {
        Recorder recorder = recorder();
        flowgauge.isUnavailable("1");
        busy(recorder);
        flowgauge.awaitRequests(3);

        List<Request> requests = flowgauge.requests();
        for (int at = 1; at < requests.size(); at++) {
            assertThat(Duration.ofNanos(
                            requests.get(at).atNanos() - requests.get(at - 1).atNanos()))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void aDateToRetryAfterIsNoReasonToStop() {
        Recorder recorder = recorder();
        flowgauge.isUnavailable("Wed, 21 Oct 2026 07:28:00 GMT");
        TaskRecorder task = recorder.run("orders", "10:00").load("load").start();
        flowgauge.awaitRequests(2);

        flowgauge.isWell();

        awaitKnown(task);
    }

    @Test
    void anEndingThatIsPutOffDoesNotHoldUpTheProgressInOtherBatches() {
        Recorder recorder = start(settings().closeTimeout(Duration.ZERO));
        flowgauge.takesAtMost(2);
        List<TaskRecorder> tasks = new ArrayList<>();
        for (int task = 0; task < 8; task++) {
            tasks.add(recorder.run("orders", "10:00").load("load " + task).start());
        }
        tasks.forEach(this::awaitKnown);
        flowgauge.cannotEnd(tasks.get(0).requestId());
        tasks.get(0).complete();
        tasks.forEach(task -> task.records(5));

        awaitRecords(tasks.get(7), 5);
    }

    @Test
    void batchesThatAreTooLargeAreHalvedAndAllArrive() {
        Recorder recorder = recorder();
        flowgauge.isUnavailable(null);
        RunRecorder run = recorder.run("orders", "10:00");
        List<TaskRecorder> tasks = new ArrayList<>();
        for (int task = 0; task < 100; task++) {
            tasks.add(run.load("load " + task).start());
            tasks.get(task).complete();
        }
        flowgauge.await(
                "all are tried at once",
                () -> flowgauge.requests().stream()
                        .anyMatch(request -> request.reports().size() == 100));
        flowgauge.takesAtMost(30);

        flowgauge.isWell();

        awaitAcknowledged(recorder);
        assertThat(tasks).allMatch(task -> flowgauge.endings(task.requestId()) == 1);
        assertThat(flowgauge.requests().stream()
                        .filter(request -> request.status() == 413)
                        .map(request -> request.reports().size()))
                .startsWith(100, 50)
                .allMatch(size -> size > 30);
    }

    @Test
    void aRefusedTaskIsToldAndStopsNoOther() {
        Recorder recorder = recorder();
        flowgauge.refuses("odd", "type is \"dance\"; use stream, extract, load, task or hwm");
        RunRecorder run = recorder.run("orders", "10:00");
        TaskRecorder odd = run.load("odd").requestId("odd").start();
        TaskRecorder good = run.load("good").start();
        flowgauge.await("the refusal is told", () -> recorder.status().refused() == 1);
        good.records(3);
        awaitRecords(good, 3);
        busy(recorder);
        flowgauge.awaitRequests(3);

        assertThat(recorder.status().lastProblem())
                .isEqualTo("the service refuses task odd: type is \"dance\"; use stream, extract, load, task or hwm");
        odd.records(5);
        odd.complete();
        flowgauge.awaitRequests(3);
        assertThat(flowgauge.sent("odd")).hasSize(1);
        assertThat(recorder.status().unsentEndings()).isZero();
        good.complete();
        awaitEnding(good);
    }

    @Test
    void anEndingThatIsRefusedIsNotWaitedFor() {
        Recorder recorder = recorder();
        flowgauge.isUnavailable(null);
        TaskRecorder odd =
                recorder.run("orders", "10:00").load("odd").requestId("odd").start();
        odd.complete();
        flowgauge.awaitRequests(1);
        flowgauge.refuses("odd", "no");

        flowgauge.isWell();

        flowgauge.await("the refusal is told", () -> recorder.status().refused() == 1);
        flowgauge.await("nothing waits", () -> recorder.status().unsentEndings() == 0);
        assertThat(flowgauge.endings("odd")).isZero();
    }

    @Test
    void aRefusedKeyIsTold() {
        Recorder recorder = recorder();
        flowgauge.refusesTheKey();
        recorder.run("orders", "10:00").load("load").start();

        flowgauge.await(
                "the status tells it", () -> problem(recorder).equals("the service refuses the key with status 401"));

        assertThat(recorder.status().acknowledged()).isZero();
    }

    @Test
    void anAnswerThatStopsHalfwayIsGivenUp() throws InterruptedException {
        flowgauge.hangsWithinItsAnswer();
        Service service = new Service(flowgauge.uri(), FakeFlowgauge.KEY, Duration.ofMillis(300));

        Service.Answer answer = service.post("[]");

        assertThat(answer).isInstanceOf(Service.Answer.Later.class);
    }

    @Test
    void aServiceThatIsNoFlowgaugeIsAskedAgainLater() throws InterruptedException {
        Service service =
                new Service(URI.create(flowgauge.uri() + "/elsewhere/"), FakeFlowgauge.KEY, Duration.ofSeconds(5));

        assertThat(service.post("[]")).isEqualTo(new Service.Answer.Later("the service answers with status 404", null));
    }

    @Test
    void tenThousandTasksOfOneRoundAreSentInBatches() {
        Recorder recorder = start(settings().reportEvery(Duration.ofSeconds(20)).closeTimeout(Duration.ofSeconds(60)));
        List<RunRecorder> runs = new ArrayList<>();
        for (int task = 0; task < 10_000; task++) {
            RunRecorder run = recorder.run("orders", "run " + task);
            runs.add(run);
            run.load("load").code("x".repeat(1_000)).start().complete();
        }
        recorder.close();

        RecorderStatus status = recorder.status();
        assertThat(status).isEqualTo(new RecorderStatus(status.acknowledged(), 0, 0, 0, null));
        // One that began and ended on either side of the first round is reported twice.
        assertThat(status.acknowledged()).isGreaterThanOrEqualTo(10_000);
        assertThat(flowgauge.tasks()).isEqualTo(10_000);
        assertThat(flowgauge.requests())
                .extracting(Request::status)
                .hasSizeGreaterThan(2)
                .containsOnly(200);
        assertThat(runs)
                .extracting(RunRecorder::auditId)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.isPresent());
    }

    private long refused(int status) {
        return flowgauge.requests().stream()
                .filter(request -> request.status() == status)
                .count();
    }

    private static String problem(Recorder recorder) {
        return String.valueOf(recorder.status().lastProblem());
    }

    private void awaitAcknowledged(Recorder recorder) {
        flowgauge.await("endings are acknowledged", () -> recorder.status().unsentEndings() == 0);
    }

    /** Its ending was taken once, and it is in none of the next requests. */
    private void notSentAgain(Recorder recorder, TaskRecorder ended) {
        int sent = flowgauge.sent(ended.requestId()).size();
        busy(recorder);
        flowgauge.awaitRequests(3);
        assertThat(flowgauge.sent(ended.requestId())).hasSize(sent);
        assertThat(flowgauge.endings(ended.requestId())).isEqualTo(1);
        assertThat(recorder.status().unsentEndings()).isZero();
    }
}
