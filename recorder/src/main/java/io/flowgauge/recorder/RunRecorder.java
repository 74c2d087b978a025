package io.flowgauge.recorder;

import java.util.OptionalLong;

/** One execution of a flow, whose tasks are recorded. */
public final class RunRecorder {
    private final Recorder recorder;
    private final String flow;
    private final String runKey;
    private volatile long auditId;

    RunRecorder(Recorder recorder, String flow, String runKey) {
        this.recorder = recorder;
        this.flow = Texts.name(flow);
        this.runKey = Texts.name(runKey);
    }

    /** A task that follows a source's changes. */
    public TaskRecorder.Builder stream(String name) {
        return new TaskRecorder.Builder(this, "stream", name);
    }

    /** A task that reads rows out of a source. */
    public TaskRecorder.Builder extract(String name) {
        return new TaskRecorder.Builder(this, "extract", name);
    }

    /** A task that writes rows into a target. */
    public TaskRecorder.Builder load(String name) {
        return new TaskRecorder.Builder(this, "load", name);
    }

    /** A script, a file operation or a transformation. */
    public TaskRecorder.Builder task(String name) {
        return new TaskRecorder.Builder(this, "task", name);
    }

    /** A query for a source's current high watermark. */
    public TaskRecorder.Builder hwm(String name) {
        return new TaskRecorder.Builder(this, "hwm", name);
    }

    /** The run's number in Flowgauge; empty until its first report was acknowledged. */
    public OptionalLong auditId() {
        return auditId == 0 ? OptionalLong.empty() : OptionalLong.of(auditId);
    }

    Recorder recorder() {
        return recorder;
    }

    String flow() {
        return flow;
    }

    String runKey() {
        return runKey;
    }

    void known(long id) {
        auditId = id;
    }
}
