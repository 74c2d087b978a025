package io.flowgauge.application.history;

import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.application.port.out.Readers;
import io.flowgauge.application.port.out.Readers.Limit;
import io.flowgauge.application.port.out.Readers.Preparation;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Lets analysts' logins read the history by SQL, and ends their queries that take too long. Of one thread. */
public final class ReaderUpkeep {
    private static final System.Logger LOG = System.getLogger(ReaderUpkeep.class.getName());

    private final Readers readers;
    private final Duration most;

    private boolean ready;
    private boolean roleMissed;
    private boolean limitMissed;

    /** @param most how long a reader's query may take */
    public ReaderUpkeep(Readers readers, Duration most) {
        this.readers = readers;
        this.most = most;
    }

    /** To be called at the start and each few seconds. What the service may not do is told once, with what would let it. */
    public void keep() {
        try {
            // First: what holds up the service may also hold up that readers are let in.
            limit();
            ready = ready || prepared();
        } catch (HistoryUnavailable away) {
            // The backlog says that the history is away, once for all.
            return;
        }
    }

    private boolean prepared() {
        Preparation preparation = readers.prepare();
        if (preparation instanceof Preparation.RoleMissing missing) {
            if (!roleMissed) {
                roleMissed = true;
                LOG.log(
                        Level.WARNING,
                        "analysts cannot read the history: there is no role {0}, and this service may not make it; run as a superuser: {1}",
                        missing.role(),
                        missing.statement());
            }
            return false;
        }
        if (roleMissed) {
            LOG.log(Level.INFO, "analysts can read the history");
        }
        return true;
    }

    private void limit() {
        Limit limit = readers.endLongQueries(most);
        if (limit.notAllowed().isPresent() && !limitMissed) {
            limitMissed = true;
            LOG.log(
                    Level.WARNING,
                    "queries of {0} and other analysts cannot be ended after {1} s: this service may not see or end them; run as a superuser: {2}",
                    limit.notAllowed().get().reader(),
                    most.toSeconds(),
                    limit.notAllowed().get().statement());
        }
        if (!limit.cancelled().isEmpty()) {
            LOG.log(Level.INFO, "cancelled queries longer than {0} s, of {1}", most.toSeconds(), limit.cancelled());
        }
        if (!limit.terminated().isEmpty()) {
            LOG.log(
                    Level.INFO,
                    "ended sessions that held up the service, as with a transaction longer than {0} s, of {1}",
                    most.toSeconds(),
                    limit.terminated());
        }
    }
}
