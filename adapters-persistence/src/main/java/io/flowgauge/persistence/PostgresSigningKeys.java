package io.flowgauge.persistence;

import io.flowgauge.application.port.out.SigningKeys;
import io.flowgauge.domain.SigningKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

final class PostgresSigningKeys implements SigningKeys {
    private final SigningKeyRows rows;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    PostgresSigningKeys(SigningKeyRows rows, JdbcClient jdbc, TransactionTemplate transaction) {
        this.rows = rows;
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    @Override
    public List<SigningKey> all() {
        return Outage.guard(() -> rows.findAll().stream()
                .map(Mappings.ACCOUNTS::signingKey)
                .sorted(Comparator.comparing(SigningKey::created).thenComparing(SigningKey::id))
                .toList());
    }

    @Override
    public void addUnlessNewer(SigningKey key, Instant newerThan) {
        Outage.guard(() -> transaction.executeWithoutResult(status -> {
            // Readers go on; two nodes that rotate at once take turns, and the second finds the first one's key.
            jdbc.sql("LOCK TABLE flowgauge.signing_key IN SHARE ROW EXCLUSIVE MODE")
                    .update();
            jdbc.sql("""
                            INSERT INTO flowgauge.signing_key (key_id, secret, created)
                            SELECT :id, :secret, :created
                            WHERE NOT EXISTS (SELECT FROM flowgauge.signing_key WHERE created > :newerThan)
                            """)
                    .param("id", key.id())
                    .param("secret", key.secret())
                    .param("created", Moment.utc(key.created()))
                    .param("newerThan", Moment.utc(newerThan))
                    .update();
        }));
    }

    @Override
    public void removeCreatedBefore(Instant created) {
        Outage.guard(() -> jdbc.sql("DELETE FROM flowgauge.signing_key WHERE created < :created")
                .param("created", Moment.utc(created))
                .update());
    }
}
