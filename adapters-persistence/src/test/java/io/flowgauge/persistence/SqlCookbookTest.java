package io.flowgauge.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every query of {@code docs/sql-cookbook.md} answers on the sample what stands there, by the plan that stands there. When one changes,
 * {@code target/sql-cookbook.md} is the page as it would be.
 */
class SqlCookbookTest {
    private static final Path PAGE = Path.of("../docs/sql-cookbook.md");
    private static final Path WRITTEN = Path.of("target/sql-cookbook.md");
    private static final Pattern QUERY = Pattern.compile("```sql\n(.*?)\n```\n(?:```\n.*?```\n)*", Pattern.DOTALL);
    private static final String QUESTIONS = "\n## 1. ";

    private static ReportingDatabase database;
    private static String page;
    private static Connection reader;

    @BeforeAll
    static void start() throws IOException, SQLException {
        page = Files.readString(PAGE);
        database = new ReportingDatabase();
        SampleHistory.write(database);
        moveTime();
        // All rows are looked at, so that the statistics, and the plans with them, are the same each time.
        database.sql().execute("SET default_statistics_target = 2000; ANALYZE");
        database.reader();
        Matcher access = QUERY.matcher(page.substring(0, page.indexOf(QUESTIONS)));
        assertThat(access.find()).isTrue();
        database.admin().execute(access.group(1));
        reader = database.as("anna", "change me").connect();
        reader.createStatement()
                .execute(
                        "SET timezone = 'UTC'; SET jit = off; SET max_parallel_workers_per_gather = 0; SET work_mem = '4MB'");
    }

    @AfterAll
    static void stop() throws SQLException {
        reader.close();
        database.close();
    }

    /** The views and the queries tell a fixed time, in a way that the planner takes as it takes {@code now()}. */
    private static void moveTime() {
        database.admin()
                .execute(
                        "CREATE SCHEMA moved; GRANT USAGE ON SCHEMA moved TO PUBLIC; CREATE FUNCTION moved.now() RETURNS timestamptz"
                                + " LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$ BEGIN RETURN '" + SampleHistory.NOW
                                + "'; END $$");
        database.admin().queryForList("""
                SELECT format('CREATE OR REPLACE VIEW %s WITH (security_barrier) AS %s', oid::regclass,
                              replace(pg_get_viewdef(oid), ' now()', ' moved.now()'))
                FROM pg_class WHERE relnamespace = 'reporting'::regnamespace AND relkind = 'v' AND pg_get_viewdef(oid) LIKE '% now()%'
                """, String.class).forEach(database.admin()::execute);
    }

    private static String moved(String query) {
        return query.replaceAll("(?<![.\\w])now\\(\\)", "moved.now()");
    }

    private static String answer(String query) throws SQLException {
        try (Statement statement = reader.createStatement();
                ResultSet rows = statement.executeQuery(moved(query))) {
            return TextTable.of(rows);
        }
    }

    private static List<String> explained(String query) throws SQLException {
        List<String> plan = new ArrayList<>();
        try (Statement statement = reader.createStatement();
                ResultSet lines = statement.executeQuery("EXPLAIN (COSTS OFF) " + moved(query))) {
            while (lines.next()) {
                plan.add(lines.getString(1).replace("moved.now()", "now()"));
            }
        }
        return plan;
    }

    @Test
    void eachQueryAnswersWhatStandsThereByThePlanThatStandsThere() throws IOException, SQLException {
        int questions = page.indexOf(QUESTIONS);
        StringBuilder asItIs = new StringBuilder(page.substring(0, questions));
        Matcher query = QUERY.matcher(page.substring(questions));
        int asked = 0;
        while (query.find()) {
            asked++;
            String sql = query.group(1);
            query.appendReplacement(
                    asItIs,
                    Matcher.quoteReplacement("```sql\n" + sql + "\n```\n```\n" + answer(sql) + "```\n```\n"
                            + TrimmedPlan.of(explained(sql)) + "```\n"));
        }
        query.appendTail(asItIs);
        Files.writeString(WRITTEN, asItIs);

        assertThat(asked).isGreaterThanOrEqualTo(14);
        assertThat(page).as("of " + PAGE + "; as it is now it is in " + WRITTEN).isEqualTo(asItIs.toString());
    }

    @Test
    void noQueryAsksAnythingButTheViews() {
        Matcher query = QUERY.matcher(page.substring(page.indexOf(QUESTIONS)));
        while (query.find()) {
            assertThat(query.group(1)).contains("reporting.").doesNotContain("flowgauge.");
        }
    }

    @Test
    void noQueryOfASpanOfTimeOpensAllParts() throws SQLException {
        Matcher query = QUERY.matcher(page.substring(page.indexOf(QUESTIONS)));
        int spans = 0;
        while (query.find()) {
            if (query.group(1).matches("(?s).*task_(snapshots|minutes|hours).*")) {
                spans++;
                assertThat(String.join("\n", explained(query.group(1)))).contains("Subplans Removed: ");
            }
        }
        assertThat(spans).isGreaterThan(5);
    }
}
