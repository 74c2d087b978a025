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
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                FailureAnalysis ofPostgres = explained(sql);
                if (ofPostgres != null) {
                    return ofPostgres;
                }
            }
        }
        return unbound == null ? null : explained(unbound);
    }

    private static @Nullable FailureAnalysis explained(SQLException sql) {
        return switch (sql.getSQLState()) {
            case "3D000" ->
                new FailureAnalysis(
                        "PostgreSQL has not that database: " + sql.getMessage(),
                        "Make it, or check SPRING_DATASOURCE_URL",
                        sql);
            case "42501" ->
                new FailureAnalysis(
                        "PostgreSQL does not let the service in: " + sql.getMessage(),
                        "Grant the role of SPRING_DATASOURCE_USERNAME CREATE on the database, or make it the owner of schemas flowgauge and reporting",
                        sql);
            default -> {
                if (sql.getSQLState().startsWith("08")) {
                    yield new FailureAnalysis(
                            "PostgreSQL cannot be reached: " + sql.getMessage(),
                            "Check SPRING_DATASOURCE_URL and that the server runs; or leave it out for an embedded one",
                            sql);
                }
                if (sql.getSQLState().startsWith("28")) {
                    yield new FailureAnalysis(
                            "PostgreSQL refuses the login: " + sql.getMessage(),
                            "Check SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD",
                            sql);
                }
                yield null;
            }
        };
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
            case "DataSize" -> "size such as 500MB or 40GB";
            default -> type.getSimpleName();
        };
    }
}
