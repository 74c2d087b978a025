package io.flowgauge.persistence;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Rows as psql prints them. */
final class TextTable {
    private static final Set<Integer> NUMBERS = Set.of(Types.INTEGER, Types.BIGINT, Types.NUMERIC, Types.DOUBLE);

    private TextTable() {}

    static String of(ResultSet rows) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        List<String[]> lines = new ArrayList<>();
        String[] headings = new String[columns.getColumnCount()];
        for (int column = 0; column < headings.length; column++) {
            headings[column] = columns.getColumnLabel(column + 1);
        }
        lines.add(headings);
        while (rows.next()) {
            String[] line = new String[headings.length];
            for (int column = 0; column < line.length; column++) {
                String value = rows.getString(column + 1);
                line[column] = value == null ? "" : value;
            }
            lines.add(line);
        }
        int[] widths = new int[headings.length];
        boolean[] right = new boolean[headings.length];
        for (int column = 0; column < widths.length; column++) {
            int of = column;
            widths[column] =
                    lines.stream().mapToInt(line -> line[of].length()).max().orElse(0);
            right[column] = NUMBERS.contains(columns.getColumnType(column + 1));
        }
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < lines.size(); at++) {
            text.append(line(lines.get(at), widths, right));
            if (at == 0) {
                text.append(ruler(widths));
            }
        }
        return text.toString();
    }

    private static String line(String[] values, int[] widths, boolean[] right) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < values.length; column++) {
            String padding = " ".repeat(widths[column] - values[column].length());
            line.append(column == 0 ? " " : " | ")
                    .append(right[column] ? padding + values[column] : values[column] + padding);
        }
        return line.toString().stripTrailing() + "\n";
    }

    private static String ruler(int[] widths) {
        StringBuilder ruler = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            ruler.append(column == 0 ? "" : "+").append("-".repeat(widths[column] + 2));
        }
        return ruler.append('\n').toString();
    }
}
