package io.flowgauge.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.util.StringUtils;

/** The promise of schema {@code reporting}: {@code docs/reporting.md} lists what is there, and nothing of it is lost, renamed or retyped. */
class ReportingViewsTest {
    private static final Path LISTING = Path.of("../docs/reporting.md");

    private static ReportingDatabase database;

    @BeforeAll
    static void start() {
        database = new ReportingDatabase();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    private static String listing() {
        StringBuilder listing = new StringBuilder();
        database.sql().query("""
                SELECT oid::regclass::text, relname, coalesce(obj_description(oid), '')
                FROM pg_class WHERE relnamespace = 'reporting'::regnamespace AND relkind = 'v' ORDER BY relname
                """, view -> {
            listing.append("\n## ")
                    .append(view.getString(2))
                    .append('\n')
                    .append(StringUtils.capitalize(view.getString(3)))
                    .append(".\n\n| column | type | meaning |\n| --- | --- | --- |\n");
            columns(view.getString(1)).forEach(listing::append);
        });
        listing.append("\n## Functions\n\n| function | answers | meaning |\n| --- | --- | --- |\n");
        functions().forEach(listing::append);
        return listing.toString();
    }

    private static List<String> columns(String view) {
        return database.sql()
                .query(
                        """
                        SELECT attname, format_type(atttypid, atttypmod), coalesce(col_description(attrelid, attnum), '')
                        FROM pg_attribute WHERE attrelid = ?::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
                        """,
                        (column, at) -> "| `" + column.getString(1) + "` | " + column.getString(2) + " | "
                                + column.getString(3) + " |\n",
                        view);
    }

    private static List<String> functions() {
        return database.sql()
                .query(
                        """
                        SELECT proname, pg_get_function_arguments(oid), pg_get_function_result(oid), coalesce(obj_description(oid), '')
                        FROM pg_proc WHERE pronamespace = 'reporting'::regnamespace ORDER BY proname
                        """,
                        (function, at) -> "| `" + function.getString(1) + "(" + function.getString(2) + ")` | "
                                + function.getString(3) + " | " + function.getString(4) + " |\n");
    }

    @Test
    void theListingHasEachViewWithItsColumnsAsTheyAre() throws IOException {
        String there = listing();
        Path written = Path.of("target/reporting.md");
        Files.writeString(written, there);

        String listed = Files.readString(LISTING);

        assertThat(listed.substring(listed.indexOf("\n## ")))
                .as("of " + LISTING + "; what is there is in " + written
                        + ". Columns may be added, to both; none may go, nor change its name or type")
                .isEqualTo(there);
    }

    @Test
    void eachSaysItsMeaningAndItsUnit() {
        assertThat(listing()).doesNotContain("|  |", "\n.\n");
        assertThat(listing().lines().filter(line -> line.matches("\\| `\\w+_ms` .*")))
                .hasSizeGreaterThan(20)
                .allMatch(line -> line.matches(".* \\| (bigint|integer) \\| ms[ ,].*"));
        assertThat(listing().lines().filter(line -> line.contains("| timestamp with time zone |")))
                .hasSizeGreaterThan(10)
                .allMatch(line -> line.contains("UTC"));
    }
}
