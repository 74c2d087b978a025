package io.flowgauge.application.port.out;

import static java.time.ZoneOffset.UTC;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The parts of a history in memory. Rows make no part: a test that wants one makes it. */
public final class MemoryHistoryParts implements HistoryParts {
    private final MemorySnapshots snapshots;
    private final MemoryRollups rollups;
    private final Outage outage;
    private final InstantSource ownClock;
    private final Map<Table, TreeMap<Instant, Part>> parts = new EnumMap<>(Table.class);

    /** @param ownClock as PostgreSQL has one of its own */
    public MemoryHistoryParts(MemorySnapshots snapshots, MemoryRollups rollups, Outage outage, InstantSource ownClock) {
        this.snapshots = snapshots;
        this.rollups = rollups;
        this.outage = outage;
        this.ownClock = ownClock;
        for (Table table : Table.values()) {
            parts.put(table, new TreeMap<>());
        }
    }

    private static LocalDate first(Table table, Instant moment) {
        LocalDate day = LocalDate.ofInstant(moment, UTC);
        return switch (table) {
            case SNAPSHOTS -> day;
            case MINUTES -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case HOURS -> day.withDayOfMonth(1);
        };
    }

    private static LocalDate next(Table table, LocalDate first) {
        return switch (table) {
            case SNAPSHOTS -> first.plusDays(1);
            case MINUTES -> first.plusWeeks(1);
            case HOURS -> first.plusMonths(1);
        };
    }

    @Override
    public void make(Instant from, Instant until) {
        outage.check();
        for (Table table : Table.values()) {
            for (LocalDate first = first(table, from);
                    !first.isAfter(first(table, until));
                    first = next(table, first)) {
                Instant start = first.atStartOfDay(UTC).toInstant();
                Instant end = next(table, first).atStartOfDay(UTC).toInstant();
                parts.get(table).putIfAbsent(start, new Part(table, start, end, 1));
            }
        }
    }

    /** Lets a part have so many bytes. */
    public void fill(Table table, Instant moment, long bytes) {
        make(moment, moment);
        parts.get(table)
                .replaceAll((start, part) -> !moment.isBefore(part.from()) && moment.isBefore(part.until())
                        ? new Part(table, part.from(), part.until(), bytes)
                        : part);
    }

    @Override
    public List<Part> all() {
        outage.check();
        List<Part> all = new ArrayList<>();
        parts.values().forEach(ofTable -> all.addAll(ofTable.values()));
        return all;
    }

    @Override
    public Drop drop(Part part, Duration age) {
        outage.check();
        if (!parts.get(part.table()).containsKey(part.from())) {
            return Drop.NOT_NOW;
        }
        if (part.until().isAfter(ownClock.instant().minus(age))) {
            return Drop.NOT_THAT_OLD;
        }
        if (!isRolledUp(part)) {
            return Drop.NOT_ROLLED_UP;
        }
        parts.get(part.table()).remove(part.from());
        switch (part.table()) {
            case SNAPSHOTS -> {
                snapshots.dropBetween(part.from(), part.until());
                rollups.snapshotsFrom = part.until();
            }
            case MINUTES -> {
                rollups.minutes.keySet().removeIf(key -> isIn(part, key.startsAt()));
                rollups.minutesFrom = part.until();
            }
            case HOURS -> rollups.hours.keySet().removeIf(key -> isIn(part, key.startsAt()));
        }
        return Drop.DROPPED;
    }

    private static boolean isIn(Part part, Instant moment) {
        return !moment.isBefore(part.from()) && moment.isBefore(part.until());
    }

    private boolean isRolledUp(Part part) {
        return switch (part.table()) {
            case SNAPSHOTS ->
                !rollups.minutesUntil.isBefore(part.until())
                        && snapshots.dirtyMinutes.stream()
                                .noneMatch(minute -> isIn(part, minute) || isIn(part, minute.plusSeconds(60)));
            case MINUTES ->
                !rollups.hoursUntil.isBefore(part.until())
                        && snapshots.dirtyMinutes.stream().noneMatch(minute -> isIn(part, minute));
            case HOURS -> true;
        };
    }
}
