package io.flowgauge.rest.api.history;

import io.flowgauge.application.port.out.HistoryRows.Row;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values as in RFC 4180, moments as in ISO 8601, unknown as nothing. Text that would begin a formula in a spreadsheet gets an
 * apostrophe before it, which is how spreadsheets are told that it is text.
 */
final class CsvRows implements RowFormat {
    private static final String END = "\r\n";

    /** Also those of full width, which some spreadsheets take for the others. */
    private static final String BEGINS_A_FORMULA = "=+-@\t\r\n＝＋－＠";

    @Override
    public String contentType() {
        return "text/csv;charset=UTF-8";
    }

    @Override
    public String extension() {
        return "csv";
    }

    @Override
    public String head() {
        return ExportColumn.ALL.stream().map(ExportColumn::name).collect(Collectors.joining(",", "", END));
    }

    @Override
    public void append(StringBuilder to, Row row) {
        String separator = "";
        for (ExportColumn column : ExportColumn.ALL) {
            to.append(separator);
            @Nullable Object value = column.value().apply(row);
            if (value != null) {
                append(to, column.isForeign() ? harmless(value.toString()) : value.toString());
            }
            separator = ",";
        }
        to.append(END);
    }

    private static String harmless(String text) {
        return !text.isEmpty() && BEGINS_A_FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    private static void append(StringBuilder to, String field) {
        boolean plain = field.chars().noneMatch(each -> each == ',' || each == '"' || each == '\r' || each == '\n');
        if (plain) {
            to.append(field);
        } else {
            to.append('"').append(field.replace("\"", "\"\"")).append('"');
        }
    }
}
