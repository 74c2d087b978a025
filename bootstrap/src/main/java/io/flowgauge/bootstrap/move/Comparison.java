package io.flowgauge.bootstrap.move;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Whether both sides hold the same: rows and sums of records, counted on each side by itself. */
final class Comparison {
    /**
     * What one side has of a table or partition.
     *
     * @param records sum of the history's records; null: the table counts none
     */
    record Count(long rows, @Nullable BigDecimal records) {
        private Count plus(Count other) {
            return new Count(
                    rows + other.rows, records == null || other.records == null ? null : records.add(other.records));
        }
    }

    private record Both(Count source, Count target) {
        private Both plus(Both other) {
            return new Both(source.plus(other.source), target.plus(other.target));
        }

        private boolean agree() {
            return source.equals(target);
        }
    }

    private final Session source;
    private final Session target;
    private final Printout printout;

    Comparison(Session source, Session target, Printout printout) {
        this.source = source;
        this.target = target;
        this.printout = printout;
    }

    /** Counts and prints them all, and gives those that differ. */
    List<String> run(List<Part> parts) {
        List<String> different = new ArrayList<>();
        Map<String, Both> tables = new TreeMap<>();
        for (Part part : parts) {
            Both both = new Both(count(source, part), count(target, part));
            tables.merge(part.table(), both, Both::plus);
            if (!both.agree()) {
                different.add(part.name());
            }
        }
        tables.forEach((table, both) -> printout.compared(table, both.source(), both.target()));
        return different;
    }

    private static Count count(Session session, Part part) {
        return session.row(
                "SELECT count(*), " + part.recordsSum() + "::numeric FROM ONLY " + part.name(),
                row -> new Count(row.getLong(1), row.getBigDecimal(2)));
    }
}
