package io.flowgauge.bootstrap.move;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** What the operator sees while the move goes on: a line a table or partition, and one now and then while a large one is copied. */
final class Printout {
    private static final Duration NOW_AND_THEN = Duration.ofSeconds(10);
    private static final double MEGABYTE = 1_000_000;
    private static final double NANOS = 1e9;

    private final PrintStream out;
    private int parts;
    private int done;
    private String label = "";
    private long begun;
    private long lastLine;

    Printout(PrintStream out) {
        this.out = out;
    }

    void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }

    void parts(int all) {
        parts = all;
    }

    void begin(Part part) {
        label = String.format(
                Locale.ROOT, "[%" + Integer.toString(parts).length() + "d/%d] %-40s", done + 1, parts, part.name());
        begun = System.nanoTime();
        lastLine = begun;
    }

    void soFar(long bytes) {
        long now = System.nanoTime();
        if (now - lastLine >= NOW_AND_THEN.toNanos()) {
            lastLine = now;
            line("%s %,14d MB so far %8.1f MB/s", label, Math.round(bytes / MEGABYTE), bytes / MEGABYTE / seconds(now));
        }
    }

    void copied(Ledger.Copied copied) {
        done++;
        double megabytes = copied.bytes() / MEGABYTE;
        line(
                "%s %,14d rows %,10.1f MB %8.1f MB/s",
                label, copied.rows(), megabytes, megabytes / seconds(System.nanoTime()));
    }

    void agrees(Ledger.Copied copied) {
        done++;
        line("%s %,14d rows, there already", label, copied.rows());
    }

    void compared(String table, Comparison.Count source, Comparison.Count target) {
        if (source.equals(target)) {
            line("%-40s %s on both sides", table, text(source));
        } else {
            line("%-40s %s in the source, %s in the target", table, text(source), text(target));
        }
    }

    private static String text(Comparison.Count count) {
        String rows = String.format(Locale.ROOT, "%,14d rows", count.rows());
        return count.records() == null
                ? rows
                : String.format(Locale.ROOT, "%s with %,.0f records", rows, count.records());
    }

    /** How far it is, for who was cut off. */
    String done() {
        return parts == 0 ? "nothing is copied yet" : done + " of " + parts + " tables and partitions are copied";
    }

    private double seconds(long now) {
        return Math.max(1, now - begun) / NANOS;
    }
}
