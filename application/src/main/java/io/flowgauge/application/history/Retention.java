package io.flowgauge.application.history;

import io.flowgauge.application.port.out.HistoryParts.Table;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * How long history is kept, and how much of it.
 *
 * @param snapshots the age past which a day of checks is dropped
 * @param minutes the age past which a week of minutes is dropped
 * @param hours the age past which a month of hours is dropped
 * @param runs the age past which ended runs and their tasks are forgotten
 * @param maxBytes on disk, of all parts; past it the oldest that are rolled up are dropped, whatever their age; empty: no limit
 */
public record Retention(Duration snapshots, Duration minutes, Duration hours, Duration runs, OptionalLong maxBytes) {
    public Retention {
        if (minutes.compareTo(snapshots) < 0 || hours.compareTo(minutes) < 0 || runs.compareTo(hours) < 0) {
            throw new IllegalArgumentException(
                    "history is kept " + snapshots.toDays() + " days in checks, "
                            + minutes.toDays() + " in minutes, " + hours.toDays() + " in hours and " + runs.toDays()
                            + " in runs; each must be kept at least as long as the one before, which it is made from or explains");
        }
    }

    Duration of(Table table) {
        return switch (table) {
            case SNAPSHOTS -> snapshots;
            case MINUTES -> minutes;
            case HOURS -> hours;
        };
    }
}
