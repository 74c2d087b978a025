package io.flowgauge.application.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.application.port.out.Readers.Limit;
import io.flowgauge.application.port.out.Readers.Preparation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What every {@link Readers} keeps. */
public abstract class ReadersContract {
    /** A session of a login that may read. */
    protected interface Session {
        String login();

        /** Waits until its query ended, and tells whether it was let finish. */
        boolean finished();

        /** Whether it can ask again. */
        boolean isOpen();
    }

    protected static final Duration LIMIT = Duration.ofMillis(300);

    protected abstract Readers readers();

    /** A session with a query that takes longer than {@link #LIMIT} already, and would for a minute. */
    protected abstract Session longQuery();

    /** A session that asked longer than {@link #LIMIT} ago and keeps its transaction open. */
    protected abstract Session idleInTransaction();

    @Test
    void preparingAgainChangesNothing() {
        Preparation first = readers().prepare();

        assertThat(first).isInstanceOf(Preparation.Ready.class);
        assertThat(readers().prepare()).isEqualTo(first);
    }

    @Test
    void aQueryPastTheLimitIsCancelledAndItsSessionGoesOn() {
        readers().prepare();
        Session reader = longQuery();

        Limit limit = readers().endLongQueries(LIMIT);

        assertThat(limit.cancelled()).containsExactly(reader.login());
        assertThat(limit.terminated()).isEmpty();
        assertThat(limit.notAllowed()).isEmpty();
        assertThat(reader.finished()).isFalse();
        assertThat(reader.isOpen()).isTrue();
    }

    @Test
    void aTransactionThatSitsIdlePastTheLimitIsEndedWithItsSession() {
        readers().prepare();
        Session reader = idleInTransaction();

        Limit limit = readers().endLongQueries(LIMIT);

        assertThat(limit.cancelled()).isEmpty();
        assertThat(limit.terminated()).containsExactly(reader.login());
        assertThat(limit.notAllowed()).isEmpty();
        assertThat(reader.isOpen()).isFalse();
    }

    @Test
    void whatIsWithinTheLimitIsLeftAlone() {
        readers().prepare();
        Session query = longQuery();
        Session transaction = idleInTransaction();

        Limit limit = readers().endLongQueries(Duration.ofHours(1));

        assertThat(limit.cancelled()).isEmpty();
        assertThat(limit.terminated()).isEmpty();
        assertThat(limit.notAllowed()).isEmpty();
        assertThat(transaction.isOpen()).isTrue();
        assertThat(query.isOpen()).isTrue();
    }
}
