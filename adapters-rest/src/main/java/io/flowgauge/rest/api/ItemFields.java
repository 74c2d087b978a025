package io.flowgauge.rest.api;

import io.flowgauge.domain.LatencyScale;
import io.flowgauge.domain.TaskType;
import io.flowgauge.rest.problem.Problem;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the values of one JSON object's known fields off a stream of tokens, and collects what is wrong with them. A wrong value is skipped whole, so
 * that the item after it can be read.
 */
final class ItemFields {
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

    private final JsonParser parser;
    private final List<String> faults;

    ItemFields(JsonParser parser, List<String> faults) {
        this.parser = parser;
        this.faults = faults;
    }

    /** Reads one field's value; it stands at the value's first token. False when the field is none of the object's. */
    @FunctionalInterface
    interface Field {
        boolean read(String name);
    }

    /** Reads an object, at whose start the parser stands, field by field. */
    void object(String prefix, Field field) {
        Set<String> seen = new HashSet<>();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            boolean again = !seen.add(name);
            if (again) {
                parser.skipChildren();
                if (KNOWN_TWICE_IS_A_FAULT.contains(prefix + name)) {
                    faults.add(prefix + name + " is given twice; give it once");
                }
            } else if (!field.read(name)) {
                parser.skipChildren();
            }
        }
    }

    private static final Set<String> KNOWN_TWICE_IS_A_FAULT = Set.of(
            "flow",
            "runKey",
            "requestId",
            "name",
            "type",
            "sequence",
            "state",
            "owner",
            "engine",
            "language",
            "code",
            "started",
            "reported",
            "ended",
            "error",
            "recordsProcessed",
            "recordsExpected",
            "recordsFailed",
            "bytesProcessed",
            "lastRecordReceived",
            "latency",
            "cdc",
            "labels",
            "link",
            "parentRequestId",
            "run",
            "latency.count",
            "latency.sum",
            "latency.min",
            "latency.max",
            "latency.last",
            "latency.buckets",
            "cdc.connector",
            "cdc.position",
            "cdc.queueCapacity",
            "cdc.queueRemaining",
            "cdc.snapshotRunning",
            "run.state",
            "run.messageId",
            "run.parentAuditId",
            "run.retries",
            "run.error");

    private boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    @Nullable
    String text(String name) {
        if (isNull()) {
            return null;
        }
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            wrong(name, "text");
            return null;
        }
        return parser.getString();
    }

    /** An integer from 0 to 2⁶³−1; null when it is null or wrong. */
    @Nullable
    Long number(String name) {
        if (isNull()) {
            return null;
        }
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            String given = parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT
                    ? " " + Problem.shortened(parser.getString())
                    : "";
            faults.add(name + " is" + (given.isEmpty() ? " no number" : given) + "; it must be an integer from 0 to "
                    + Long.MAX_VALUE);
            parser.skipChildren();
            return null;
        }
        BigInteger value = parser.getBigIntegerValue();
        if (value.signum() < 0 || value.compareTo(MOST) > 0) {
            faults.add(name + " is " + Problem.shortened(value.toString()) + "; it must be an integer from 0 to "
                    + Long.MAX_VALUE);
            return null;
        }
        return value.longValue();
    }

    @Nullable
    Boolean truth(String name) {
        if (isNull()) {
            return null;
        }
        if (!parser.currentToken().isBoolean()) {
            wrong(name, "true or false");
            return null;
        }
        return parser.getBooleanValue();
    }

    /** True when the value is an object; null and wrong ones are dealt with. */
    boolean isObject(String name) {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            return true;
        }
        if (!isNull()) {
            wrong(name, "an object");
        }
        return false;
    }

    @Nullable
    Map<String, String> texts(String name) {
        if (!isObject(name)) {
            return null;
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (String key = parser.nextName(); key != null; key = parser.nextName()) {
            parser.nextToken();
            String value = text(name + "." + Problem.shortened(key));
            if (texts.containsKey(key)) {
                faults.add(name + "." + Problem.shortened(key) + " is given twice; give it once");
            } else if (value != null) {
                texts.put(key, value);
            }
        }
        return texts;
    }

    /** Counts by index, on {@link LatencyScale}; null when it is null or wrong. */
    long @Nullable [] buckets(String name) {
        if (!isObject(name)) {
            return null;
        }
        int before = faults.size();
        long[] counts = new long[LatencyScale.HIGHEST + 1];
        boolean[] seen = new boolean[counts.length];
        for (String key = parser.nextName(); key != null; key = parser.nextName()) {
            parser.nextToken();
            int index = index(key);
            if (index < 0) {
                faults.add(name + " has a bucket \"" + Problem.shortened(key) + "\"; buckets are 0 to "
                        + LatencyScale.HIGHEST + ", in decimal digits");
                parser.skipChildren();
            } else if (seen[index]) {
                faults.add(name + "." + key + " is given twice; give it once");
                parser.skipChildren();
            } else {
                seen[index] = true;
                Long count = number(name + "." + key);
                counts[index] = count == null ? 0 : count;
            }
        }
        return faults.size() > before ? null : counts;
    }

    private static int index(String key) {
        boolean digits = key.length() <= 3
                && !key.isEmpty()
                && key.chars().allMatch(digit -> digit >= '0' && digit <= '9')
                && (key.length() == 1 || key.charAt(0) != '0');
        int index = digits ? Integer.parseInt(key) : -1;
        return index <= LatencyScale.HIGHEST ? index : -1;
    }

    @Nullable
    TaskType type() {
        String word = text("type");
        if (word == null) {
            return null;
        }
        TaskType type = TaskType.ofWord(word).orElse(null);
        if (type == null) {
            faults.add("type is \"" + Problem.shortened(word) + "\"; use " + TaskType.WORDS);
        }
        return type;
    }

    private void wrong(String name, String right) {
        faults.add(name + " must be " + right);
        parser.skipChildren();
    }
}
