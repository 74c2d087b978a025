package io.flowgauge.rest.api;

import io.flowgauge.domain.AuditId;
import io.flowgauge.domain.CdcMetrics;
import io.flowgauge.domain.LatencyBuckets;
import io.flowgauge.domain.LatencyStats;
import io.flowgauge.domain.Outcome;
import io.flowgauge.domain.Progress;
import io.flowgauge.domain.RequestId;
import io.flowgauge.domain.RunState;
import io.flowgauge.domain.RunStatement;
import io.flowgauge.domain.TaskDescription;
import io.flowgauge.domain.TaskReport;
import io.flowgauge.domain.TaskState;
import io.flowgauge.domain.TaskType;
import io.flowgauge.rest.problem.Problem;
import io.flowgauge.rest.query.Parameters;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads one report off a stream of JSON tokens; all its faults at once. */
final class ItemReader {
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private final JsonParser parser;
    private final Instant now;
    private final List<String> faults = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final ItemFields fields;

    private @Nullable String flow;
    private @Nullable String runKey;
    private @Nullable String requestId;
    private @Nullable String name;
    private @Nullable TaskType type;
    private boolean typeGiven;
    private @Nullable Long sequence;
    private @Nullable String state;
    private @Nullable String owner;
    private @Nullable String engine;
    private @Nullable String language;
    private @Nullable String code;
    private @Nullable Long started;
    private @Nullable Long reported;
    private @Nullable Long ended;
    private @Nullable String error;
    private @Nullable Long recordsProcessed;
    private @Nullable Long recordsExpected;
    private @Nullable Long recordsFailed;
    private @Nullable Long bytesProcessed;
    private @Nullable Long lastRecordReceived;
    private @Nullable LatencyStats latency;
    private @Nullable CdcMetrics cdc;
    private @Nullable Map<String, String> labels;
    private @Nullable String link;
    private @Nullable String parentRequestId;
    private @Nullable RunStatement run;

    private ItemReader(JsonParser parser, Instant now) {
        this.parser = parser;
        this.now = now;
        this.fields = new ItemFields(parser, faults);
    }

    /**
     * Reads the item at whose first token the parser stands, to its last.
     *
     * @throws tools.jackson.core.JacksonException the JSON is broken, or its stream is
     */
    static Item read(JsonParser parser, Instant now) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return new Item.Refused(null, "a report is a JSON object, this is none");
        }
        ItemReader item = new ItemReader(parser, now);
        item.fields.object("", item::field);
        return item.finish();
    }

    private boolean field(String field) {
        switch (field) {
            case "flow" -> flow = fields.text(field);
            case "runKey" -> runKey = fields.text(field);
            case "requestId" -> requestId = fields.text(field);
            case "name" -> name = fields.text(field);
            case "type" -> {
                typeGiven = parser.currentToken() != JsonToken.VALUE_NULL;
                type = fields.type();
            }
            case "sequence" -> sequence = fields.number(field);
            case "state" -> state = fields.text(field);
            case "owner" -> owner = fields.text(field);
            case "engine" -> engine = fields.text(field);
            case "language" -> language = fields.text(field);
            case "code" -> code = fields.text(field);
            case "started" -> started = fields.number(field);
            case "reported" -> reported = fields.number(field);
            case "ended" -> ended = fields.number(field);
            case "error" -> error = fields.text(field);
            case "recordsProcessed" -> recordsProcessed = fields.number(field);
            case "recordsExpected" -> recordsExpected = fields.number(field);
            case "recordsFailed" -> recordsFailed = fields.number(field);
            case "bytesProcessed" -> bytesProcessed = fields.number(field);
            case "lastRecordReceived" -> lastRecordReceived = fields.number(field);
            case "latency" -> latency = latency();
            case "cdc" -> cdc = cdc();
            case "labels" -> labels = fields.texts(field);
            case "link" -> link = fields.text(field);
            case "parentRequestId" -> parentRequestId = fields.text(field);
            case "run" -> run = run();
            default -> {
                return false;
            }
        }
        return true;
    }

    private @Nullable LatencyStats latency() {
        if (!fields.isObject("latency")) {
            return null;
        }
        int before = faults.size();
        Long[] parts = new Long[5];
        List<String> names = List.of("count", "sum", "min", "max", "last");
        long[][] buckets = new long[1][];
        fields.object("latency.", part -> {
            int at = names.indexOf(part);
            if (at >= 0) {
                parts[at] = fields.number("latency." + part);
            } else if (part.equals("buckets")) {
                buckets[0] = fields.buckets("latency.buckets");
            }
            return at >= 0 || part.equals("buckets");
        });
        for (int at = 0; at < parts.length && faults.size() == before; at++) {
            if (parts[at] == null) {
                faults.add("latency." + names.get(at)
                        + " is missing; give count, sum, min, max and last, or leave latency out");
            }
        }
        return faults.size() > before
                ? null
                : valid(() ->
                        new LatencyStats(parts[0], parts[1], parts[2], parts[3], parts[4], distribution(buckets[0])));
    }

    private static @Nullable LatencyBuckets distribution(long @Nullable [] counts) {
        if (counts == null) {
            return null;
        }
        LatencyBuckets buckets = LatencyBuckets.of(counts);
        if (buckets == null) {
            throw new IllegalArgumentException(
                    "latency.buckets hold no record, must hold latency.count; or leave buckets out");
        }
        return buckets;
    }

    private @Nullable CdcMetrics cdc() {
        if (!fields.isObject("cdc")) {
            return null;
        }
        var read = new Object() {
            @Nullable
            String connector;

            @Nullable
            String position;

            @Nullable
            Long capacity;

            @Nullable
            Long remaining;

            @Nullable
            Boolean snapshot;
        };
        fields.object("cdc.", part -> {
            switch (part) {
                case "connector" -> read.connector = fields.text("cdc.connector");
                case "position" -> read.position = fields.text("cdc.position");
                case "queueCapacity" -> read.capacity = fields.number("cdc.queueCapacity");
                case "queueRemaining" -> read.remaining = fields.number("cdc.queueRemaining");
                case "snapshotRunning" -> read.snapshot = fields.truth("cdc.snapshotRunning");
                default -> {
                    return false;
                }
            }
            return true;
        });
        return valid(() -> new CdcMetrics(read.connector, read.position, read.capacity, read.remaining, read.snapshot));
    }

    private @Nullable RunStatement run() {
        if (!fields.isObject("run")) {
            return null;
        }
        var read = new Object() {
            @Nullable
            String state;

            @Nullable
            String messageId;

            @Nullable
            Long parent;

            @Nullable
            Long retries;

            @Nullable
            String error;
        };
        fields.object("run.", part -> {
            switch (part) {
                case "state" -> read.state = fields.text("run.state");
                case "messageId" -> read.messageId = fields.text("run.messageId");
                case "parentAuditId" -> read.parent = fields.number("run.parentAuditId");
                case "retries" -> read.retries = fields.number("run.retries");
                case "error" -> read.error = fields.text("run.error");
                default -> {
                    return false;
                }
            }
            return true;
        });
        RunState runState =
                read.state == null ? null : RunState.ofWord(read.state).orElse(null);
        if (read.state != null && runState == null) {
            faults.add("run.state is \"" + Problem.shortened(read.state)
                    + "\"; use queued, running, completed, warning, failed or cancelled");
        }
        if (read.retries != null && read.retries > Integer.MAX_VALUE) {
            faults.add("run.retries is " + read.retries + "; it must be at most " + Integer.MAX_VALUE);
            return null;
        }
        UUID messageId = read.messageId == null ? null : uuid(read.messageId);
        Integer retries = read.retries == null ? null : read.retries.intValue();
        return valid(() -> new RunStatement(
                runState, messageId, read.parent == null ? null : new AuditId(read.parent), retries, read.error));
    }

    private @Nullable UUID uuid(String text) {
        return Parameters.uuid(text).orElseGet(() -> {
            faults.add("run.messageId is \"" + Problem.shortened(text)
                    + "\", which is no UUID such as 7722975f-b1b3-4ba2-94a4-19db2cadca98");
            return null;
        });
    }

    private <T> @Nullable T valid(Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException refused) {
            faults.add(String.valueOf(refused.getMessage()));
            return null;
        }
    }

    private Item finish() {
        TaskState.Reported reportedState = state();
        required("requestId", requestId);
        required("sequence", sequence);
        required("recordsProcessed", recordsProcessed);
        TaskDescription description = description();
        if (!faults.isEmpty()
                || requestId == null
                || sequence == null
                || recordsProcessed == null
                || reportedState == null) {
            return refused();
        }
        String id = requestId;
        long number = sequence;
        long records = recordsProcessed;
        Instant at = reported == null ? now : tolerated("reported", reported);
        Instant lastRecord = lastRecordReceived == null ? null : tolerated("lastRecordReceived", lastRecordReceived);
        TaskReport report = valid(() -> new TaskReport(
                new RequestId(id),
                number,
                reportedState,
                at,
                new Progress(records, recordsExpected, recordsFailed, bytesProcessed, lastRecord, latency, cdc),
                description));
        return report == null ? refused() : new Item.Report(report, List.copyOf(warnings));
    }

    private Item refused() {
        return new Item.Refused(requestId, String.join("; ", faults));
    }

    private TaskState.@Nullable Reported state() {
        if (state == null) {
            required("state", null);
            return null;
        }
        if (state.equals("running")) {
            return TaskState.RUNNING;
        }
        Outcome outcome = Outcome.ofWord(state).orElse(null);
        if (outcome == null) {
            faults.add("state is \"" + Problem.shortened(state) + "\"; use running, completed, failed or cancelled");
            return null;
        }
        return new TaskState.Ended(outcome, ended == null ? now : tolerated("ended", ended), error);
    }

    private Instant tolerated(String field, long told) {
        Instant at = Instant.ofEpochMilli(told);
        if (!at.isAfter(now.plus(AHEAD))) {
            return at;
        }
        warnings.add(field + " is " + told + ", more than 5 minutes ahead of the service's clock; " + now.toEpochMilli()
                + " is taken instead");
        return now;
    }

    private void required(String field, @Nullable Object value) {
        if (value == null && faults.stream().noneMatch(fault -> fault.startsWith(field + " "))) {
            faults.add(field + " is missing");
        }
    }

    /** Null in a small report, which has none of the describing fields. */
    private @Nullable TaskDescription description() {
        boolean describes = flow != null
                || runKey != null
                || name != null
                || typeGiven
                || owner != null
                || engine != null
                || language != null
                || code != null
                || started != null
                || labels != null
                || link != null
                || parentRequestId != null
                || run != null;
        if (!describes) {
            return null;
        }
        String why = "; a report that describes its task has flow, runKey, name, type and started";
        int before = faults.size();
        required("flow", flow);
        required("runKey", runKey);
        required("name", name);
        required("type", type);
        required("started", started);
        if (faults.size() > before) {
            faults.set(faults.size() - 1, faults.get(faults.size() - 1) + why);
        }
        if (flow == null || runKey == null || name == null || type == null || started == null) {
            return null;
        }
        String flowName = flow;
        String key = runKey;
        String taskName = name;
        TaskType taskType = type;
        Instant at = Instant.ofEpochMilli(started);
        Map<String, String> given = labels == null ? Map.of() : labels;
        return valid(() -> new TaskDescription(
                flowName,
                key,
                taskName,
                taskType,
                owner,
                engine,
                language,
                code,
                at,
                given,
                link,
                parentRequestId,
                run));
    }
}
