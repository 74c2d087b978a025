package io.flowgauge.rest.api.history;

import io.flowgauge.application.port.out.HistoryRows.Row;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/** One JSON object a line, moments in ms since the epoch, unknown as null. */
final class JsonLines implements RowFormat {
    @Override
    public String contentType() {
        return "application/x-ndjson";
    }

    @Override
    public String extension() {
        return "ndjson";
    }

    @Override
    public String head() {
        return "";
    }

    @Override
    public void append(StringBuilder to, Row row) {
        char separator = '{';
        for (ExportColumn column : ExportColumn.ALL) {
            to.append(separator).append('"').append(column.name()).append("\":");
            append(to, column.value().apply(row));
            separator = ',';
        }
        to.append("}\n");
    }

    private static void append(StringBuilder to, @Nullable Object value) {
        if (value instanceof Instant at) {
            to.append(at.toEpochMilli());
        } else if (value instanceof String text) {
            to.append('"');
            JsonStringEncoder.getInstance().quoteAsString(text, to);
            to.append('"');
        } else {
            to.append(value);
        }
    }
}
