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
    private String label = "";
    private long begun;
    private long lastLine;

    Printout(PrintStream out) {
        this.out = out;
    }

    void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }

    void begin(int number, int of, Part part) {
        label = String.format(
                Locale.ROOT, "[%" + Integer.toString(of).length() + "d/%d] %-40s", number, of, part.name());
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
        double megabytes = copied.bytes() / MEGABYTE;
        line(
                "%s %,14d rows %,10.1f MB %8.1f MB/s",
                label, copied.rows(), megabytes, megabytes / seconds(System.nanoTime()));
    }

    void agrees(Ledger.Copied copied) {
        line("%s %,14d rows, there already", label, copied.rows());
    }

    private double seconds(long now) {
        return Math.max(1, now - begun) / NANOS;
    }
}
