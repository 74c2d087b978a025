package io.flowgauge.recorder;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A report as it came over the wire, with the API's rules for it. */
record Report(Map<String, Object> fields) {
    private static final List<String> DESCRIBING = List.of(
            "flow",
            "runKey",
            "name",
            "type",
            "owner",
            "engine",
            "language",
            "code",
            "started",
            "labels",
            "link",
            "parentRequestId");
    private static final List<String> NUMBERS = List.of(
            "sequence",
            "started",
            "reported",
            "ended",
            "recordsProcessed",
            "recordsExpected",
            "recordsFailed",
            "bytesProcessed",
            "lastRecordReceived");
    private static final Map<String, Integer> TEXTS = texts();

    private static Map<String, Integer> texts() {
        Map<String, Integer> texts = new LinkedHashMap<>();
        List.of("flow", "runKey", "requestId", "name", "owner", "engine", "language", "parentRequestId")
                .forEach(name -> texts.put(name, 512));
        texts.put("code", 16_384);
        texts.put("error", 16_384);
        texts.put("link", 2_048);
        return texts;
    }

    @SuppressWarnings("unchecked") // the shape that JsonText gives
    static List<Report> all(String batch) {
        List<Object> items = (List<Object>) Objects.requireNonNull(JsonText.read(batch), "a batch");
        return items.stream()
                .map(item -> new Report((Map<String, Object>) item))
                .toList();
    }

    String requestId() {
        return text("requestId");
    }

    long sequence() {
        return number("sequence");
    }

    boolean whole() {
        return DESCRIBING.stream().anyMatch(fields::containsKey);
    }

    String text(String name) {
        return (String) fields.get(name);
    }

    Long number(String name) {
        return (Long) fields.get(name);
    }

    @SuppressWarnings("unchecked") // the shape that JsonText gives
    Map<String, Object> object(String name) {
        return (Map<String, Object>) fields.get(name);
    }

    /** Null when a service takes it. */
    String fault() {
        for (String name : List.of("requestId", "sequence", "state", "recordsProcessed")) {
            if (!fields.containsKey(name)) {
                return name + " is missing";
            }
        }
        for (String name : List.of("flow", "runKey", "name", "type", "started")) {
            if (whole() && !fields.containsKey(name)) {
                return name + " is missing";
            }
        }
        for (String name : NUMBERS) {
            if (fields.containsKey(name) && !(fields.get(name) instanceof Long number && number >= 0)) {
                return name + " is " + fields.get(name);
            }
        }
        for (Map.Entry<String, Integer> text : TEXTS.entrySet()) {
            String value = text(text.getKey());
            if (value != null && (!storable(value) || value.codePointCount(0, value.length()) > text.getValue())) {
                return text.getKey() + " cannot be stored";
            }
        }
        return fields.containsKey("latency") ? latencyFault(object("latency")) : null;
    }

    private static boolean storable(String value) {
        return value.codePoints()
                .noneMatch(
                        point -> point == 0 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE));
    }

    private static String latencyFault(Map<String, Object> latency) {
        BigInteger count = part(latency, "count");
        BigInteger sum = part(latency, "sum");
        BigInteger min = part(latency, "min");
        BigInteger max = part(latency, "max");
        BigInteger last = part(latency, "last");
        boolean right = count.signum() > 0
                && min.signum() >= 0
                && min.compareTo(last) <= 0
                && last.compareTo(max) <= 0
                && min.multiply(count).compareTo(sum) <= 0
                && sum.compareTo(max.multiply(count)) <= 0;
        return right && bucketsHold(latency) ? null : "latency contradicts itself: " + latency;
    }

    /** Ascending on the scale, none empty, within min and max, together the count; or left out. */
    @SuppressWarnings("unchecked") // the shape that JsonText gives
    private static boolean bucketsHold(Map<String, Object> latency) {
        Map<String, Object> buckets = (Map<String, Object>) latency.get("buckets");
        if (buckets == null) {
            return true;
        }
        int least = LatencyScale.bucket((Long) latency.get("min"));
        BigInteger together = BigInteger.ZERO;
        for (String bucket : buckets.keySet()) {
            BigInteger count = part(buckets, bucket);
            if (Integer.parseInt(bucket) < least || count.signum() <= 0) {
                return false;
            }
            least = Integer.parseInt(bucket) + 1;
            together = together.add(count);
        }
        return least - 1 <= LatencyScale.bucket((Long) latency.get("max")) && together.equals(part(latency, "count"));
    }

    private static BigInteger part(Map<String, Object> latency, String name) {
        return BigInteger.valueOf((Long) latency.get(name));
    }

    /** Null when it may be the same task. */
    String contradiction(Report known) {
        return List.of("flow", "runKey", "type", "started").stream()
                .filter(name -> !fields.get(name).equals(known.fields.get(name)))
                .map(name -> name + " is " + fields.get(name) + " but the task's is " + known.fields.get(name))
                .findFirst()
                .orElse(null);
    }
}
