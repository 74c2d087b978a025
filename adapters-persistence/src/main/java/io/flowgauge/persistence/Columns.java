package io.flowgauge.persistence;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Many rows as one argument a column: {@code unnest(?::bigint[], ?::text[]) AS given(tenant_id, name)}, so that a statement takes any
 * number of rows in one round trip.
 */
final class Columns<T> {
    private record Column<T>(String name, String type, Function<T, @Nullable Object> value) {}

    private final List<T> rows;
    private final List<Column<T>> columns = new ArrayList<>();

    private Columns(List<T> rows) {
        this.rows = rows;
    }

    static <T> Columns<T> of(List<T> rows) {
        return new Columns<>(rows);
    }

    Columns<T> bigint(String name, Function<T, @Nullable Long> value) {
        columns.add(new Column<>(name, "bigint", value::apply));
        return this;
    }

    Columns<T> text(String name, Function<T, @Nullable String> value) {
        columns.add(new Column<>(name, "text", value::apply));
        return this;
    }

    /** To the millisecond. */
    Columns<T> timestamp(String name, Function<T, @Nullable Instant> value) {
        columns.add(new Column<>(name, "timestamptz", row -> {
            Instant at = value.apply(row);
            return at == null ? null : Instant.ofEpochMilli(at.toEpochMilli()).toString();
        }));
        return this;
    }

    /** All columns' names, with commas. */
    String names() {
        return String.join(", ", columns.stream().map(Column::name).toList());
    }

    /** {@code unnest(…) AS given(…)}, to stand in a FROM. */
    String given() {
        String arguments = String.join(
                ", ",
                columns.stream().map(column -> "?::" + column.type() + "[]").toList());
        return "unnest(" + arguments + ") AS given(" + names() + ")";
    }

    /** Sets the columns as the first arguments of a statement that has {@link #given} once, before any other argument. */
    void set(PreparedStatement statement) throws SQLException {
        Connection connection = statement.getConnection();
        int argument = 1;
        for (Column<T> column : columns) {
            Object[] values = new Object[rows.size()];
            for (int row = 0; row < values.length; row++) {
                values[row] = column.value().apply(rows.get(row));
            }
            Array array = connection.createArrayOf(column.type(), values);
            statement.setArray(argument++, array);
        }
    }
}
