package io.flowgauge.application.port.out;

import io.flowgauge.domain.AuditEvent;
import io.flowgauge.domain.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who did what, append-only. Every method throws {@link HistoryUnavailable} when PostgreSQL is away. */
public interface AuditTrail {
    /** Appends events, in their order; part of the {@linkplain Transactions transaction} that it is called in. */
    void append(List<AuditEvent> events);

    /** An event with its number, which grows from event to event. */
    record Numbered(long number, AuditEvent event) {}

    /**
     * Which events.
     *
     * @param ofNoTenant those of no tenant as well
     */
    record Filter(
            TenantId tenant,
            boolean ofNoTenant,
            Optional<AuditEvent.Action> action,
            Optional<String> actor,
            Optional<Instant> from,
            Optional<Instant> to) {}

    /** At most {@code limit} events, the newest first, of numbers below {@code before}. */
    List<Numbered> page(Filter filter, long before, int limit);

    /** Forgets some of the events before; returns how many, 0 when none is left. Those of the last two years stay, whatever is asked. */
    int forgetBefore(Instant before);
}
