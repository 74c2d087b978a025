package io.flowgauge.bootstrap.move;

import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Which of the two databases. */
enum Side {
    SOURCE("source", "SPRING_DATASOURCE_URL, SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD"),
    TARGET("target", "the URL, FLOWGAUGE_MOVE_USERNAME and FLOWGAUGE_MOVE_PASSWORD");

    private final String word;
    private final String settings;

    Side(String word, String settings) {
        this.word = word;
        this.settings = settings;
    }

    Cut cut(SQLException failed) {
        return new Cut("the " + word + " " + told(failed), failed);
    }

    /** A failure that came out of a library: PostgreSQL's own within it, or one that would come again. */
    RuntimeException failure(RuntimeException failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return cut(sql);
            }
        }
        return new Refusal("the " + word + " cannot be brought to this version: " + oneLine(failed.getMessage()));
    }

    private String told(SQLException failed) {
        String state = failed.getSQLState() == null ? "" : failed.getSQLState();
        String said = oneLine(failed.getMessage());
        if (state.startsWith("08") || state.startsWith("57P")) {
            String cause = failed.getCause() instanceof IOException io ? " (" + oneLine(io.toString()) + ")" : "";
            return "is not there: " + said + cause;
        }
        if (state.startsWith("28") || state.equals("3D000")) {
            return "does not let the move in: " + said + "; check " + settings;
        }
        if (state.equals("42501")) {
            return "does not allow it: " + said
                    + "; the role needs to own schema flowgauge, or to be allowed to make it";
        }
        return "failed: " + said;
    }

    private static String oneLine(@Nullable String message) {
        return message == null ? "" : message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
