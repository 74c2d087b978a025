package io.flowgauge.application.access;

import io.flowgauge.application.port.out.ApiKeys;
import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.domain.ApiKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How often keys are used, and when they last were. */
final class KeyUse {
    /** A bucket as of a moment: what is left of a minute's requests, which come back evenly. */
    private record Bucket(double left, Instant at, boolean letThrough) {}

    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
    private final Map<String, Instant> uses = new ConcurrentHashMap<>();

    /** Takes a request of the key; how long to wait, in whole seconds, when it has none left. */
    Optional<Duration> take(ApiKey key, Instant now) {
        uses.put(key.id(), now);
        if (key.requestsPerMinute().isEmpty()) {
            return Optional.empty();
        }
        double most = key.requestsPerMinute().getAsInt();
        Bucket bucket = buckets.compute(key.id(), (id, before) -> taken(before, most, now));
        return bucket.letThrough()
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds((long) Math.ceil((1 - bucket.left()) * 60 / most)));
    }

    private static Bucket taken(@Nullable Bucket before, double most, Instant now) {
        double left = most;
        if (before != null) {
            // A clock that was set back gives nothing.
            double ms = Math.max(0, Duration.between(before.at(), now).toMillis());
            left = Math.min(most, before.left() + ms * most / 60_000);
        }
        return left >= 1 ? new Bucket(left - 1, now, true) : new Bucket(left, now, false);
    }

    /**
     * Writes when keys were last used.
     *
     * @throws HistoryUnavailable it is written the next time
     */
    void write(ApiKeys keys) {
        Map<String, Instant> some = new HashMap<>(uses);
        if (!some.isEmpty()) {
            keys.used(some);
            some.forEach(uses::remove);
        }
    }
}
