package io.flowgauge.persistence;

import io.flowgauge.application.port.out.HistoryParts.Table;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;

/** A table of the history, and how it is partitioned: by the day, the week or the month (UTC), named after the first day: {@code task_minute_20261123}. */
enum PartitionedTable {
    TASK_SNAPSHOT(Table.SNAPSHOTS, "task_snapshot"),
    TASK_MINUTE(Table.MINUTES, "task_minute"),
    TASK_HOUR(Table.HOURS, "task_hour");

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuuMMdd");

    private final Table port;
    private final String table;

    PartitionedTable(Table port, String table) {
        this.port = port;
        this.table = table;
    }

    static PartitionedTable of(Table port) {
        return switch (port) {
            case SNAPSHOTS -> TASK_SNAPSHOT;
            case MINUTES -> TASK_MINUTE;
            case HOURS -> TASK_HOUR;
        };
    }

    Table port() {
        return port;
    }

    /** With its schema. */
    String qualified() {
        return "flowgauge." + table;
    }

    /** The first day of the partition that holds a moment. */
    LocalDate first(Instant moment) {
        LocalDate day = LocalDate.ofInstant(moment, ZoneOffset.UTC);
        return switch (this) {
            case TASK_SNAPSHOT -> day;
            case TASK_MINUTE -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case TASK_HOUR -> day.withDayOfMonth(1);
        };
    }

    /** The first day of the partition after that one. */
    LocalDate next(LocalDate first) {
        return switch (this) {
            case TASK_SNAPSHOT -> first.plusDays(1);
            case TASK_MINUTE -> first.plusWeeks(1);
            case TASK_HOUR -> first.plusMonths(1);
        };
    }

    String partition(LocalDate first) {
        return qualified() + "_" + DAY.format(first);
    }

    /** The first day of a partition of that name, without its schema; empty when the service did not make it. */
    Optional<LocalDate> first(String partition) {
        try {
            return partition.startsWith(table + "_")
                    ? Optional.of(LocalDate.parse(partition.substring(table.length() + 1), DAY))
                    : Optional.empty();
        } catch (DateTimeParseException notOurs) {
            return Optional.empty();
        }
    }
}
