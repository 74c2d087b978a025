package io.flowgauge.rest.api.history;

import io.flowgauge.application.port.out.HistoryRows.Row;

/** How rows are written. */
sealed interface RowFormat permits CsvRows, JsonLines {
    String contentType();

    /** The end of a file's name, without its dot. */
    String extension();

    /** What comes before all rows. */
    String head();

    /** A row, with the end of its line. */
    void append(StringBuilder to, Row row);
}
