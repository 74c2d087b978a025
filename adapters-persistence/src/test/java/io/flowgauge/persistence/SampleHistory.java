package io.flowgauge.persistence;

import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.HOURS;
import static java.time.temporal.ChronoUnit.MINUTES;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Five weeks of three tenants, the same each time: what the SQL cookbook asks about. A check a minute, so that it is quickly there.
 * Tenants 1 and 2 are those of the cookbook's analyst, tenant 3 is not.
 */
final class SampleHistory {
    static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
    private static final Instant FIRST = Instant.parse("2026-10-20T00:00:00Z");
    private static final Gap[] GAPS = {
        new Gap(Instant.parse("2026-11-15T10:00:00Z"), Instant.parse("2026-11-15T10:26:00Z"), "service down"),
        new Gap(Instant.parse("2026-11-20T14:00:00Z"), Instant.parse("2026-11-20T14:41:00Z"), "backlog full")
    };

    private static final long NORTH = 1;
    private static final long SOUTH = 2;
    private static final long WEST = 3;

    record Gap(Instant before, Instant after, String reason) {
        /** Whether a minute has no check. The one that ends with the first check after the gap has. */
        boolean covers(Instant minute) {
            return !minute.isBefore(before) && minute.isBefore(after.minus(1, MINUTES));
        }
    }

    record Run(
            long tenant,
            long id,
            long flow,
            String key,
            String state,
            Instant started,
            Instant ended,
            long records,
            String owner,
            String error) {}

    private final List<Run> runs = new ArrayList<>();
    private final List<SampleTask> tasks = new ArrayList<>();
    private final Random random = new Random(20261124);

    static void write(ReportingDatabase database) {
        SampleHistory history = new SampleHistory();
        history.happen();
        new SampleTables(database).write(history.runs, history.tasks, GAPS);
    }

    private void happen() {
        stream(NORTH, 1, "capture orders", FIRST, SampleHistory::orders);
        stream(NORTH, 2, "capture customers", FIRST, SampleHistory::customers);
        for (Instant night = FIRST; night.isBefore(NOW); night = night.plus(1, DAYS)) {
            warehouse(night.plus(30, MINUTES));
        }
        for (Instant hour = FIRST.plus(5, MINUTES); hour.isBefore(NOW); hour = hour.plus(1, HOURS)) {
            stock(hour);
        }
        // None of them since the 21st.
        for (Instant day = FIRST.plus(6, HOURS); day.isBefore(NOW.minus(3, DAYS)); day = day.plus(1, DAYS)) {
            invoices(day);
        }
        stream(SOUTH, 6, "capture payments", NOW.minus(14, DAYS), SampleHistory::payments);
        stream(WEST, 7, "capture secrets", NOW.minus(14, DAYS), SampleHistory::payments);
    }

    private interface Stream {
        SampleTask.Work of(Random random);
    }

    /** Runs since then, and until now. */
    private void stream(long tenant, long flow, String name, Instant started, Stream kind) {
        SampleTask.Work work = kind.of(new Random(flow));
        long run = run(
                tenant,
                flow,
                "since " + started.atOffset(ZoneOffset.UTC).toLocalDate(),
                "running",
                started,
                null,
                0,
                "cdc",
                null);
        tasks.add(new SampleTask(tenant, nextTask(), flow, run, "stream", name, "running", started, null, null, work));
    }

    private static int hour(Instant at) {
        return at.atOffset(ZoneOffset.UTC).getHour();
    }

    /** Busy by day. Last night it fell behind twice. */
    private static SampleTask.Work orders(Random random) {
        return new SampleTask.Work() {
            @Override
            public long records(int minute, Instant startsAt) {
                return (hour(startsAt) >= 7 && hour(startsAt) < 20 ? 240L : 60L) + random.nextInt(40);
            }

            @Override
            public long latencyMs(Instant startsAt) {
                long longLag = lag(startsAt, "2026-11-24T01:12:00Z", 155, 564_000);
                return Math.max(
                        40 + startsAt.getEpochSecond() / 60 % 25,
                        Math.max(longLag, lag(startsAt, "2026-11-24T04:30:00Z", 4, 21_000)));
            }
        };
    }

    /** Rises to {@code mostMs} and falls back. */
    private static long lag(Instant at, String since, int minutes, long mostMs) {
        long minute = Duration.between(Instant.parse(since), at).toMinutes();
        return at.isBefore(Instant.parse(since)) || minute >= minutes
                ? 0
                : mostMs - mostMs * Math.abs(2 * minute - minutes) / minutes;
    }

    /** Silent since 02:40 last night, though it runs. */
    private static SampleTask.Work customers(Random random) {
        return new SampleTask.Work() {
            @Override
            public long records(int minute, Instant startsAt) {
                return startsAt.isBefore(Instant.parse("2026-11-24T02:40:00Z")) ? 3 + random.nextInt(6) : 0;
            }

            @Override
            public long latencyMs(Instant startsAt) {
                return 150 + startsAt.getEpochSecond() / 60 % 40;
            }
        };
    }

    /** Evenly busy, with slow minutes at the full hour: few records, long latencies. */
    private static SampleTask.Work payments(Random random) {
        return new SampleTask.Work() {
            @Override
            public long records(int minute, Instant startsAt) {
                return startsAt.getEpochSecond() / 60 % 60 < 10 ? 10 : 100 + random.nextInt(20);
            }

            @Override
            public long latencyMs(Instant startsAt) {
                return startsAt.getEpochSecond() / 60 % 60 < 10 ? 2_500 : 90;
            }
        };
    }

    private void warehouse(Instant started) {
        String day = started.atOffset(ZoneOffset.UTC).toLocalDate().toString();
        boolean lastNight = day.equals("2026-11-24");
        String error = switch (day) {
            case "2026-10-29", "2026-11-18" -> "connection to warehouse lost";
            case "2026-11-12" -> "disk full on warehouse-2";
            default -> null;
        };
        boolean lost = day.equals("2026-11-07");
        long records = 180_000L + random.nextInt(20_000);
        long minutes = lastNight ? 65 : 24 + random.nextInt(5);
        Instant read = started.plus(19, MINUTES);
        Instant loaded = read.plus(error == null && !lost ? minutes : minutes / 3, MINUTES);
        boolean whole = error == null && !lost;
        long loadedRecords = whole ? records : records / 3;
        Instant ended = whole ? loaded.plus(6, MINUTES) : loaded;
        long run =
                run(NORTH, 3, day, whole ? "completed" : "failed", started, ended, loadedRecords, "scheduler", error);
        task(NORTH, 3, run, "hwm", "newest order", "completed", started, started.plusSeconds(20), 1, null);
        task(NORTH, 3, run, "extract", "read orders", "completed", started.plus(1, MINUTES), read, records, null);
        task(
                NORTH,
                3,
                run,
                "load",
                "load orders",
                whole ? "completed" : lost ? "lost" : "failed",
                read,
                loaded,
                loadedRecords,
                error);
        if (whole) {
            task(NORTH, 3, run, "task", "refresh marts", "completed", loaded, ended, 0, null);
        }
    }

    private void stock(Instant started) {
        String key = started.truncatedTo(HOURS).toString();
        boolean stuck = started.equals(Instant.parse("2026-11-24T07:05:00Z"));
        boolean fails = random.nextInt(120) == 0;
        long records = 2_000L + random.nextInt(500);
        Duration takes = Duration.ofSeconds(230 + random.nextInt(80));
        Instant ended = stuck ? null : started.plus(takes);
        String state = stuck ? "running" : fails ? "failed" : "completed";
        String error = fails ? "deadlock detected" : null;
        long run = run(NORTH, 4, key, state, started, ended, stuck ? 0 : records, "scheduler", error);
        SampleTask.Work work =
                stuck ? SampleTask.evenly(1_400, Duration.ofMinutes(70)) : SampleTask.evenly(records, takes);
        tasks.add(new SampleTask(NORTH, nextTask(), 4, run, "load", "load stock", state, started, ended, error, work));
    }

    private void invoices(Instant started) {
        String day = started.atOffset(ZoneOffset.UTC).toLocalDate().toString();
        boolean cancelled = day.equals("2026-11-21");
        long records = 12_000L + random.nextInt(900);
        Instant ended = started.plus(cancelled ? 3 : 9 + random.nextInt(3), MINUTES);
        String state = cancelled ? "cancelled" : "completed";
        long run = run(SOUTH, 5, day, state, started, ended, cancelled ? records / 3 : records, "ops", null);
        task(SOUTH, 5, run, "extract", "read invoices", state, started, ended, cancelled ? records / 3 : records, null);
    }

    private long run(
            long tenant,
            long flow,
            String key,
            String state,
            Instant started,
            Instant ended,
            long records,
            String owner,
            String error) {
        long id = runs.size() + 1L;
        runs.add(new Run(tenant, id, flow, key, state, started, ended, records, owner, error));
        return id;
    }

    private void task(
            long tenant,
            long flow,
            long run,
            String type,
            String name,
            String state,
            Instant started,
            Instant ended,
            long records,
            String error) {
        tasks.add(new SampleTask(
                tenant,
                nextTask(),
                flow,
                run,
                type,
                name,
                state,
                started,
                ended,
                error,
                SampleTask.evenly(records, Duration.between(started, ended))));
    }

    private long nextTask() {
        return tasks.size() + 1L;
    }
}
