package io.flowgauge.recorder;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A task while it runs. Every method may be called by any thread, returns at once and never throws; numbers of the final report
 * are exact when the pipeline's threads are done before {@link #complete()}, {@link #cancel()} or {@link #fail(Throwable)}.
 */
public final class TaskRecorder {
    /** What a task is; {@link #start()} begins it. Texts that are too long for the service are cut. */
    public static final class Builder {
        private static final Instant LATEST = Instant.ofEpochMilli(Long.MAX_VALUE);

        private final RunRecorder run;
        private final String type;
        private final String name;
        private String requestId = RequestIds.next();
        private @Nullable String owner;
        private @Nullable String code;
        private @Nullable String language;
        private @Nullable String link;
        private @Nullable String parent;
        private @Nullable Long recordsExpected;
        private long startedMs = System.currentTimeMillis();
        private final Map<String, String> labels = new TreeMap<>();

        Builder(RunRecorder run, String type, String name) {
            this.run = run;
            this.type = type;
            this.name = Texts.name(name);
            this.owner = run.recorder().owner();
        }

        /** The engine's own id of this execution, unique in its tenant; a new UUID of version 7 if it is not set. */
        public Builder requestId(String id) {
            String cut = Texts.optional(id, Texts.NAME);
            requestId = cut == null ? requestId : cut;
            return this;
        }

        /** Who started the run; the recorder's if it is not set. */
        public Builder owner(String login) {
            owner = Texts.optional(login, Texts.NAME);
            return this;
        }

        /** The script or query that runs, up to 16,384 characters. */
        public Builder code(String text) {
            code = Texts.optional(text, Texts.TEXT);
            return this;
        }

        /** The language of {@link #code}, such as {@code sql}. */
        public Builder language(String word) {
            language = Texts.optional(word, Texts.NAME);
            return this;
        }

        /** One of up to 16 labels; further ones are left out. */
        public Builder label(String label, String value) {
            String cutLabel = Texts.optional(label, Texts.LABEL);
            String cutValue = Texts.cut(value, Texts.LABEL);
            if (cutLabel != null && cutValue != null && (labels.size() < 16 || labels.containsKey(cutLabel))) {
                labels.put(cutLabel, cutValue);
            }
            return this;
        }

        /** Where a person finds more. */
        public Builder link(String uri) {
            link = Texts.optional(uri, Texts.LINK);
            return this;
        }

        /** The request id of the task that this one is a part of. */
        public Builder parent(String id) {
            parent = Texts.optional(id, Texts.NAME);
            return this;
        }

        /** How many records it will be in the end. */
        public Builder recordsExpected(long records) {
            recordsExpected = Math.max(0, records);
            return this;
        }

        /** When it began; the making of this builder if it is not set. */
        public Builder started(Instant at) {
            if (at != null) {
                startedMs =
                        at.isAfter(LATEST) ? LATEST.toEpochMilli() : at.isBefore(Instant.EPOCH) ? 0 : at.toEpochMilli();
            }
            return this;
        }

        public TaskRecorder start() {
            TaskRecorder task = new TaskRecorder(this);
            run.recorder().add(task);
            return task;
        }
    }

    record Ending(String state, @Nullable String error, long atMs) {}

    /** What a report says of the numbers; two equal ones need not be sent twice. */
    record Numbers(
            long records,
            @Nullable Long failed,
            @Nullable Long bytes,
            @Nullable Long expected,
            Tally.@Nullable Latency latency,
            @Nullable CdcMetrics cdc,
            @Nullable String code) {}

    private final Builder what;
    private final Tally tally = new Tally();
    private final LongAdder plainRecords = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();
    private volatile boolean failedKnown;
    private volatile boolean bytesKnown;
    private volatile @Nullable Long expected;
    private volatile @Nullable String code;
    private volatile @Nullable Supplier<@Nullable CdcMetrics> cdc;
    private volatile long lastRecordMs;
    private boolean lastRecordKnown;
    private long recordsAtLastReport;

    private TaskRecorder(Builder what) {
        this.what = what;
        this.expected = what.recordsExpected;
        this.code = what.code;
    }

    /**
     * One record was processed.
     *
     * @param latencyMs ms since it came to be at its source; negative counts as 0
     */
    public void record(long latencyMs) {
        tally.record(latencyMs);
    }

    /** So many records were processed, of whose latency nothing is known; 0 and less is ignored. */
    public void records(long count) {
        if (count > 0) {
            plainRecords.add(count);
        }
    }

    /** So many records could not be processed; 0 says that they are counted, and less is ignored. Unknown until it is called. */
    public void failed(long count) {
        if (count >= 0) {
            failed.add(count);
            if (!failedKnown) {
                failedKnown = true;
            }
        }
    }

    /** So many bytes were processed; 0 says that they are counted, and less is ignored. Unknown until it is called. */
    public void bytes(long count) {
        if (count >= 0) {
            bytes.add(count);
            if (!bytesKnown) {
                bytesKnown = true;
            }
        }
    }

    /** How many records it will be in the end. */
    public void expect(long records) {
        expected = Math.max(0, records);
    }

    /** The script or query that runs now. */
    public void code(String text) {
        code = Texts.optional(text, Texts.TEXT);
    }

    /** Where to read a stream's position from at each report; one that throws or gives null means unknown. Called by the recorder's thread. */
    public void cdc(Supplier<@Nullable CdcMetrics> source) {
        cdc = source;
    }

    /** The task ended well. The first ending counts, later ones are ignored. */
    public void complete() {
        end("completed", null);
    }

    /** Somebody stopped the task. */
    public void cancel() {
        end("cancelled", null);
    }

    /** The task failed. */
    public void fail(Throwable cause) {
        end("failed", Causes.text(cause));
    }

    /** The task failed; {@code error} is for people, up to 16,384 characters. */
    public void fail(String error) {
        end("failed", error);
    }

    /** The engine's id of this execution, which the service knows it by. */
    public String requestId() {
        return what.requestId;
    }

    private void end(String state, @Nullable String error) {
        Ending now = new Ending(state, Texts.optional(error, Texts.TEXT), System.currentTimeMillis());
        if (ending.compareAndSet(null, now)) {
            what.run.recorder().ended();
        }
    }

    // From here on: the recorder's thread alone.

    /** The service will not take the task: no ending of it is waited for. False when it had ended. */
    boolean abandon() {
        return ending.compareAndSet(null, new Ending("cancelled", null, 0));
    }

    RunRecorder run() {
        return what.run;
    }

    @Nullable
    Ending ending() {
        return ending.get();
    }

    Numbers numbers() {
        Tally.Latency latency = tally.read();
        long records = plainRecords.sum() + tally.countRead();
        if (records != recordsAtLastReport) {
            recordsAtLastReport = records;
            lastRecordKnown = true;
            lastRecordMs = System.currentTimeMillis();
        }
        return new Numbers(
                records,
                failedKnown ? failed.sum() : null,
                bytesKnown ? bytes.sum() : null,
                expected,
                latency,
                metrics(),
                code);
    }

    private @Nullable CdcMetrics metrics() {
        Supplier<@Nullable CdcMetrics> source = cdc;
        try {
            CdcMetrics metrics = source == null ? null : source.get();
            return metrics == null ? null : metrics.sane();
        } catch (RuntimeException | LinkageError | AssertionError unknown) {
            return null;
        }
    }

    void write(StringBuilder out, long sequence, Numbers numbers, @Nullable Ending end, boolean whole) {
        ReportText report = ReportText.into(out);
        report.text("requestId", what.requestId)
                .number("sequence", sequence)
                .text("state", end == null ? "running" : end.state())
                .number("reported", System.currentTimeMillis())
                .number("recordsProcessed", numbers.records())
                .number("recordsExpected", numbers.expected())
                .number("recordsFailed", numbers.failed())
                .number("bytesProcessed", numbers.bytes())
                .number("lastRecordReceived", lastRecordKnown ? lastRecordMs : null);
        if (end != null) {
            report.number("ended", end.atMs()).text("error", end.error());
        }
        if (whole) {
            describe(report, numbers);
        }
        Tally.Latency latency = numbers.latency();
        if (latency != null) {
            ReportText part = report.object("latency");
            part.number("count", latency.count())
                    .number("sum", latency.sum())
                    .number("min", latency.min())
                    .number("max", latency.max())
                    .number("last", latency.last())
                    .counts("buckets", latency.counts());
            part.end();
        }
        CdcMetrics metrics = numbers.cdc();
        if (metrics != null) {
            ReportText part = report.object("cdc");
            part.text("connector", Texts.optional(metrics.connector(), Texts.NAME))
                    .text("position", Texts.optional(metrics.position(), Texts.NAME))
                    .number("queueCapacity", metrics.queueCapacity())
                    .number("queueRemaining", metrics.queueRemaining())
                    .truth("snapshotRunning", metrics.snapshotRunning());
            part.end();
        }
        report.end();
    }

    private void describe(ReportText report, Numbers numbers) {
        report.text("flow", what.run.flow())
                .text("runKey", what.run.runKey())
                .text("name", what.name)
                .text("type", what.type)
                .text("owner", what.owner)
                .text("engine", what.run.recorder().engine())
                .text("language", what.language)
                .text("code", numbers.code())
                .number("started", what.startedMs)
                .texts("labels", what.labels)
                .text("link", what.link)
                .text("parentRequestId", what.parent);
    }
}
