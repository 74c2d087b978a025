package io.flowgauge.application.port.out;

import io.flowgauge.domain.SigningKey;
import java.time.Instant;
import java.util.List;

/** The keys that sign tokens, durably; all nodes share them. */
public interface SigningKeys {
    /** In the order of {@code created}. */
    List<SigningKey> all();

    /** Adds {@code key} unless one created after {@code newerThan} is there: of several nodes that rotate at once, one does. */
    void addUnlessNewer(SigningKey key, Instant newerThan);

    void removeCreatedBefore(Instant created);
}
