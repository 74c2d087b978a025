package io.flowgauge.persistence;

import io.flowgauge.domain.LatencyBuckets;
import io.flowgauge.domain.LatencyScale;
import io.flowgauge.domain.LatencySpread;
import io.flowgauge.domain.LatencyStats;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A task of {@link SampleHistory}: what it does in each minute, from which its checks, minutes, hours and final numbers follow. */
record SampleTask(
        long tenant,
        long id,
        long flow,
        long run,
        String type,
        String name,
        String state,
        Instant started,
        Instant ended,
        String error,
        Work work) {

    /** What is done in a minute, counted from the task's start. */
    interface Work {
        long records(int minute, Instant startsAt);

        /** Typical in that minute; 0: none is measured. */
        default long latencyMs(Instant startsAt) {
            return 0;
        }
    }

    /** So many records in so many minutes, evenly. */
    static Work evenly(long records, Duration in) {
        long minutes = Math.max(1, in.toMinutes());
        return (minute, startsAt) ->
                minute >= minutes ? 0 : records * (minute + 1) / minutes - records * minute / minutes;
    }

    static final long BYTES_A_RECORD = 220;

    /**
     * A minute, or an hour that is the sum of its minutes.
     *
     * @param buckets null when no latency was measured
     * @param latencySoFar of the task; null as long as none was measured
     */
    record Span(
            Instant startsAt,
            int checks,
            long records,
            long soFar,
            long latencySumMs,
            LatencyBuckets buckets,
            LatencyStats latencySoFar,
            Instant lastRecord,
            boolean last) {
        long latencyCount() {
            return buckets == null ? 0 : buckets.count();
        }

        LatencySpread spread() {
            return buckets.spread(0, Long.MAX_VALUE);
        }
    }

    /** Its minutes until {@code now}. In a time without checks there are none, and the first one after it has all that was done. */
    List<Span> minutes(Instant now, SampleHistory.Gap... gaps) {
        List<Span> minutes = new ArrayList<>();
        Instant end = ended == null ? now : ended;
        long soFar = 0;
        long unseen = 0;
        Instant lastRecord = null;
        LatencyStats latency = null;
        Instant first = started.truncatedTo(ChronoUnit.MINUTES);
        for (int minute = 0; first.plus(minute, ChronoUnit.MINUTES).isBefore(end); minute++) {
            Instant startsAt = first.plus(minute, ChronoUnit.MINUTES);
            long records = work.records(minute, startsAt) + unseen;
            if (records > 0) {
                lastRecord = startsAt.plusSeconds(59);
            }
            boolean last = ended != null && !startsAt.plusSeconds(60).isBefore(ended);
            unseen = 0;
            for (SampleHistory.Gap gap : gaps) {
                if (gap.covers(startsAt)) {
                    unseen = records;
                }
            }
            if (unseen == 0 || last) {
                soFar += records;
                Span span = span(startsAt, records, soFar, latency, lastRecord, last);
                latency = span.latencySoFar();
                minutes.add(span);
            }
        }
        return minutes;
    }

    private Span span(
            Instant startsAt, long records, long soFar, LatencyStats before, Instant lastRecord, boolean last) {
        long typical = work.latencyMs(startsAt);
        if (typical == 0 || records == 0) {
            return new Span(startsAt, 1, records, soFar, 0, null, before, lastRecord, last);
        }
        // Most are typical, some take longer, and few take much longer.
        long[] latencies = {typical, typical * 8 / 5, typical * 5 / 2, typical * 4};
        long[] counts = {0, records * 15 / 100, records * 4 / 100, records / 100};
        counts[0] = records - counts[1] - counts[2] - counts[3];
        long[] buckets = new long[LatencyScale.HIGHEST + 1];
        long sum = 0;
        for (int part = 0; part < counts.length; part++) {
            buckets[LatencyScale.index(latencies[part])] += counts[part];
            sum += counts[part] * latencies[part];
        }
        long most =
                counts[3] > 0 ? latencies[3] : counts[2] > 0 ? latencies[2] : counts[1] > 0 ? latencies[1] : typical;
        LatencyStats latency = before == null
                ? new LatencyStats(records, sum, typical, most, typical)
                : new LatencyStats(
                        before.count() + records,
                        before.sumMs() + sum,
                        Math.min(before.minMs(), typical),
                        Math.max(before.maxMs(), most),
                        typical);
        return new Span(startsAt, 1, records, soFar, sum, LatencyBuckets.of(buckets), latency, lastRecord, last);
    }

    static List<Span> hours(List<Span> minutes) {
        TreeMap<Instant, Span> hours = new TreeMap<>();
        for (Span minute : minutes) {
            Instant startsAt = minute.startsAt().truncatedTo(ChronoUnit.HOURS);
            hours.merge(startsAt, minute, SampleTask::sum);
        }
        List<Span> all = new ArrayList<>();
        hours.forEach((startsAt, hour) -> all.add(new Span(
                startsAt,
                hour.checks(),
                hour.records(),
                hour.soFar(),
                hour.latencySumMs(),
                hour.buckets(),
                hour.latencySoFar(),
                hour.lastRecord(),
                hour.last())));
        return all;
    }

    private static Span sum(Span first, Span second) {
        long[] counts = new long[LatencyScale.HIGHEST + 1];
        if (first.buckets() != null) {
            first.buckets().addTo(counts);
        }
        if (second.buckets() != null) {
            second.buckets().addTo(counts);
        }
        return new Span(
                first.startsAt(),
                first.checks() + second.checks(),
                first.records() + second.records(),
                second.soFar(),
                first.latencySumMs() + second.latencySumMs(),
                LatencyBuckets.of(counts),
                second.latencySoFar(),
                second.lastRecord(),
                second.last());
    }

    /** The one character that the history's tables keep. */
    String code(Span at) {
        return at.last() && !state.equals("lost") ? (state.equals("cancelled") ? "x" : state.substring(0, 1)) : "r";
    }
}
