package io.flowgauge.application.history;

import io.flowgauge.application.port.out.Snapshots;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Upkeep of the history's days: made ahead, dropped by age. */
public final class HistoryDays {
    private static final System.Logger LOG = System.getLogger(HistoryDays.class.getName());
    private static final int DAYS_AHEAD = 7;

    private final Snapshots snapshots;
    private final Duration kept;

    /** @param kept how long snapshots are kept, in whole days */
    public HistoryDays(Snapshots snapshots, Duration kept) {
        this.snapshots = snapshots;
        this.kept = kept;
    }

    /** Makes the days ahead and drops those that are past. To be called at the start, once what runs is restored, and each hour. */
    public void keep(Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        snapshots.makeDays(today, today.plusDays(DAYS_AHEAD));
        List<LocalDate> dropped = snapshots.dropDaysBefore(now.minus(kept));
        if (!dropped.isEmpty()) {
            LOG.log(Level.INFO, "dropped snapshots of {0}, older than {1} days", dropped, kept.toDays());
        }
    }
}
