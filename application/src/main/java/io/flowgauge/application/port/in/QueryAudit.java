package io.flowgauge.application.port.in;

import io.flowgauge.application.port.out.AuditTrail;
import io.flowgauge.application.port.out.HistoryUnavailable;

/** Who did what. */
public interface QueryAudit {
    /**
     * At most {@code limit} events, the newest first.
     *
     * @param before the number that the page before said that the rest begins below; {@code Long.MAX_VALUE} for the first page
     * @throws HistoryUnavailable PostgreSQL is away
     */
    Page<AuditTrail.Numbered, Long> events(AuditTrail.Filter filter, long before, int limit);
}
