package io.flowgauge.application.port.out;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Readers in memory, whose sessions are as old as a test says. */
public final class MemoryReaders implements Readers {
    /** A session whose transaction began {@code age} ago. */
    public static final class Session {
        final String login;
        private final Duration age;
        private final boolean idle;
        boolean cancelled;
        boolean terminated;

        private Session(String login, Duration age, boolean idle) {
            this.login = login;
            this.age = age;
            this.idle = idle;
        }
    }

    private final Outage outage;
    private final List<Session> sessions = new ArrayList<>();
    private boolean mayMakeTheRole = true;
    private boolean mayEndQueries = true;

    public MemoryReaders(Outage outage) {
        this.outage = outage;
    }

    public void forbidMakingTheRole(boolean forbidden) {
        mayMakeTheRole = !forbidden;
    }

    public void forbidEndingQueries(boolean forbidden) {
        mayEndQueries = !forbidden;
    }

    public Session begin(String login, Duration age, boolean idle) {
        Session session = new Session(login, age, idle);
        sessions.add(session);
        return session;
    }

    @Override
    public Preparation prepare() {
        outage.check();
        return mayMakeTheRole
                ? new Preparation.Ready("reader")
                : new Preparation.RoleMissing("reader", "CREATE ROLE reader NOLOGIN");
    }

    @Override
    public Limit endLongQueries(Duration most) {
        outage.check();
        if (!mayEndQueries && !sessions.isEmpty()) {
            return new Limit(
                    List.of(),
                    List.of(),
                    Optional.of(new NotAllowed(sessions.get(0).login, "GRANT pg_signal_backend TO service")));
        }
        List<String> cancelled = new ArrayList<>();
        List<String> terminated = new ArrayList<>();
        for (Session session : sessions) {
            if (session.age.compareTo(most) > 0 && !session.cancelled && !session.terminated) {
                session.cancelled = !session.idle;
                session.terminated = session.idle;
                (session.idle ? terminated : cancelled).add(session.login);
            }
        }
        return new Limit(cancelled, terminated, Optional.empty());
    }
}
