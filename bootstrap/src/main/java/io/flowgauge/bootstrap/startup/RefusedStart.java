package io.flowgauge.bootstrap.startup;

import io.flowgauge.bootstrap.embedded.EmbeddedPostgres;
import io.flowgauge.bootstrap.settings.BadSetting;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;

/** Explains what an operator can mend: a bad setting, a data folder in use, a PostgreSQL that is not there. */
final class RefusedStart implements FailureAnalyzer, Ordered {
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        BindException unbound = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BadSetting || cause instanceof EmbeddedPostgres.Failure) {
                return new FailureAnalysis(cause.getMessage(), null, cause);
            }
            if (cause instanceof BindException bind && bind.getName().toString().startsWith("flowgauge")) {
                unbound = bind;
            }
            if (cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && sql.getSQLState().startsWith("08")) {
                return new FailureAnalysis(
                        "PostgreSQL cannot be reached: " + sql.getMessage(),
                        "Check SPRING_DATASOURCE_URL and that the server runs; or leave it out for an embedded one",
                        sql);
            }
            if (cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && sql.getSQLState().startsWith("28")) {
                return new FailureAnalysis(
                        "PostgreSQL refuses the login: " + sql.getMessage(),
                        "Check SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD",
                        sql);
            }
        }
        return unbound == null ? null : explained(unbound);
    }

    private static FailureAnalysis explained(BindException unbound) {
        Object value =
                unbound.getProperty() == null ? "empty" : unbound.getProperty().getValue();
        return new FailureAnalysis(
                unbound.getName() + " is \"" + value + "\", which is no " + kind(unbound),
                "docs/settings.md tells its unit and bounds",
                unbound);
    }

    private static String kind(BindException unbound) {
        Class<?> type = unbound.getTarget().getType().resolve(Object.class);
        return switch (type.getSimpleName()) {
            case "Duration" -> "duration such as 500ms, 10s, 2m or 1d";
            case "int", "Integer" -> "whole number";
            default -> type.getSimpleName();
        };
    }
}
