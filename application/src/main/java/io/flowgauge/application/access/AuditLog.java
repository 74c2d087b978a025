package io.flowgauge.application.access;

import io.flowgauge.application.port.in.Actor;
import io.flowgauge.application.port.in.Page;
import io.flowgauge.application.port.in.QueryAudit;
import io.flowgauge.application.port.out.AuditTrail;
import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.domain.AuditEvent;
import io.flowgauge.domain.AuditEvent.Action;
import io.flowgauge.domain.AuditEvent.Target;
import io.flowgauge.domain.TenantId;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The audit trail. A change's event is written in the transaction of the change. A sign-in's waits in memory for the next
 * {@link #flush}, so that people get in while PostgreSQL is away, and no answer's time tells what is written of it.
 */
public final class AuditLog implements QueryAudit {
    private static final System.Logger LOG = System.getLogger(AuditLog.class.getName());

    /** Days: two years, leap days included. */
    private static final Duration KEPT = Duration.ofDays(731);

    /** An attacker's failed sign-ins, which two verifications at once bound, must not fill the memory in an outage. */
    static final int MOST_WAITING = 10_000;

    private final AuditTrail trail;
    private final InstantSource clock;
    private final Deque<AuditEvent> waiting = new ArrayDeque<>();
    private long lost;

    public AuditLog(AuditTrail trail, InstantSource clock) {
        this.trail = trail;
        this.clock = clock;
    }

    /** Writes what an actor did, in the transaction that it is called in. */
    public void did(Actor actor, Action action, Target target, String detail) {
        did(actor, Optional.of(actor.tenant()), action, target, detail);
    }

    void did(Actor actor, Optional<TenantId> tenant, Action action, Target target, String detail) {
        trail.append(List.of(event(actor, tenant, action, target, detail)));
    }

    /** Notes what an actor did, to be written soon: for what has a transaction of its own. */
    public void note(Actor actor, Action action, Target target, String detail) {
        note(event(actor, Optional.of(actor.tenant()), action, target, detail));
    }

    private AuditEvent event(Actor actor, Optional<TenantId> tenant, Action action, Target target, String detail) {
        return new AuditEvent(
                clock.instant(),
                tenant,
                action,
                actor.login(),
                actor.address(),
                Optional.of(target),
                Optional.of(detail).filter(text -> !text.isEmpty()));
    }

    /** Notes something to be written soon. */
    synchronized void note(AuditEvent event) {
        if (waiting.size() == MOST_WAITING) {
            waiting.removeFirst();
            lost++;
        }
        waiting.addLast(event);
    }

    /** Whether such a thing was done to that target since then. */
    boolean tells(TenantId tenant, Action action, String target, Instant since) {
        AuditTrail.Filter filter = new AuditTrail.Filter(
                tenant, false, Optional.of(action), Optional.empty(), Optional.of(since), Optional.empty());
        Optional<Long> before = Optional.of(Long.MAX_VALUE);
        while (before.isPresent()) {
            Page<AuditTrail.Numbered, Long> some = events(filter, before.get(), 1_000);
            if (some.items().stream()
                    .anyMatch(one -> one.event()
                            .target()
                            .filter(of -> of.id().equals(target))
                            .isPresent())) {
                return true;
            }
            before = some.next();
        }
        return false;
    }

    /**
     * Writes what was noted; to be called each second.
     *
     * @throws HistoryUnavailable it goes on waiting
     */
    public void flush() {
        List<AuditEvent> events;
        synchronized (this) {
            events = new ArrayList<>(waiting);
            waiting.clear();
        }
        if (events.isEmpty()) {
            return;
        }
        try {
            trail.append(events);
        } catch (RuntimeException failed) {
            putBack(events);
            throw failed;
        }
        synchronized (this) {
            if (lost > 0) {
                LOG.log(Level.WARNING, "{0} events of sign-ins were lost while PostgreSQL was away", lost);
                lost = 0;
            }
        }
    }

    private synchronized void putBack(List<AuditEvent> events) {
        for (int last = events.size() - 1; last >= 0; last--) {
            if (waiting.size() == MOST_WAITING) {
                lost += last + 1L;
                return;
            }
            waiting.addFirst(events.get(last));
        }
    }

    /** Forgets what is past its time; to be called each hour. */
    public void forgetOld() {
        Instant before = clock.instant().minus(KEPT);
        int some = -1;
        while (some != 0 && !Thread.currentThread().isInterrupted()) {
            some = trail.forgetBefore(before);
        }
    }

    @Override
    public Page<AuditTrail.Numbered, Long> events(AuditTrail.Filter filter, long before, int limit) {
        List<AuditTrail.Numbered> some = trail.page(filter, before, limit + 1);
        return some.size() <= limit
                ? new Page<>(some, Optional.empty())
                : new Page<>(
                        some.subList(0, limit), Optional.of(some.get(limit - 1).number()));
    }
}
