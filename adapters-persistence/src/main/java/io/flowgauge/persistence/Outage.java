package io.flowgauge.persistence;

import io.flowgauge.application.port.out.HistoryUnavailable;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Supplier;

/** Tells an outage of PostgreSQL, which passes, from a defect, which does not. */
final class Outage {
    /**
     * Connection, read-only, authorization, catalog, transaction conflicts, resources, objects in use, operator's intervention, system:
     * an operator mends them without us; PostgreSQL, appendix A.
     */
    private static final Set<String> PASSING = Set.of("08", "25", "28", "3D", "40", "53", "55", "57", "58");

    private Outage() {}

    /** @throws HistoryUnavailable instead of the exceptions of an outage; others pass */
    static <T> T guard(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException failed) {
            throw translated(failed);
        }
    }

    static void guard(Runnable work) {
        guard(() -> {
            work.run();
            return true;
        });
    }

    static RuntimeException translated(RuntimeException failed) {
        if (failed instanceof HistoryUnavailable || !isOutage(failed)) {
            return failed;
        }
        return new HistoryUnavailable(message(failed), failed);
    }

    static boolean isOutage(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && passes(sql)) {
                return true;
            }
        }
        return false;
    }

    private static boolean passes(SQLException sql) {
        String state = sql.getSQLState();
        // PostgreSQL and its driver always give a state; the pool gives none when a connection was cut under its user.
        return state == null || PASSING.contains(state.substring(0, Math.min(2, state.length())));
    }

    /** Whether a row would have referred to one that is not there any more. */
    static boolean isReferenceBroken(Throwable failed) {
        return hasState(failed, "23503");
    }

    static boolean isConflict(Throwable failed) {
        return hasState(failed, "40");
    }

    /** Whether {@code lock_timeout} passed. Spring has no exception of its own for it. */
    static boolean isLockTimeout(Throwable failed) {
        return hasState(failed, "55P03");
    }

    private static boolean hasState(Throwable failed, String start) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && sql.getSQLState().startsWith(start)) {
                return true;
            }
        }
        return false;
    }

    static String message(Throwable failed) {
        Throwable root = failed;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String why = hasState(failed, "57014") ? "PostgreSQL ended what took too long: " : "PostgreSQL is away: ";
        return why + String.valueOf(root.getMessage()).replaceAll("\\s+", " ");
    }
}
