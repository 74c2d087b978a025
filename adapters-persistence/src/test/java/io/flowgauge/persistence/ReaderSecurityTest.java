package io.flowgauge.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/** A reader of tenant A finds no way to a row of tenant B, whatever it tries. */
class ReaderSecurityTest {
    /** What stands in rows of B alone. */
    private static final Pattern OF_B = Pattern.compile("secret [a-z 0-9]+ of B|42424242424");

    private static ReportingDatabase database;
    private static TestPostgres.Database ofA;
    private static Attack.Names names;
    private static Connection serviceAtWork;

    @BeforeAll
    static void start() throws SQLException {
        database = new ReportingDatabase();
        try (Connection connection = database.service().connect()) {
            ScriptUtils.executeSqlScript(connection, new ClassPathResource("two-tenants.sql"));
        }
        ofA = database.reader(1);
        names = new Attack.Names(database.serviceRole(), database.reader(2).user());
        // It stays where others may try to read what it asked last.
        serviceAtWork = database.service().connect();
        serviceAtWork.createStatement().execute("SELECT 'secret query of B'");
    }

    @AfterAll
    static void stop() throws SQLException {
        serviceAtWork.close();
        database.close();
    }

    private static List<String> ofB(String told) {
        return OF_B.matcher(told).results().map(MatchResult::group).distinct().toList();
    }

    static Stream<Attack> attacks() {
        return Attack.all().stream();
    }

    static Stream<Attack> attacksThatShowTheOwner() {
        return attacks().filter(Attack::ownerSees);
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void nothingOfBIsTold(Attack attack) throws SQLException {
        assertThat(ofB(attack.told(ofA, names))).isEmpty();
        assertThat(new JdbcTemplate(new DriverManagerDataSource(ofA.url(), ofA.user(), ofA.password()))
                        .queryForList("SELECT flow FROM reporting.flows", String.class))
                .as("and it goes on seeing what is its own")
                .containsExactly("open flow of A");
    }

    /** So the attacks are real: what keeps them off is who asks. */
    @ParameterizedTest
    @MethodSource("attacksThatShowTheOwner")
    void theSameShowsItToTheOwner(Attack attack) throws SQLException {
        assertThat(ofB(attack.told(database.service(), names))).isNotEmpty();
    }

    @Test
    void whatIsItsOwnIsSeenInEachView() throws SQLException {
        String told = Attack.all().get(0).told(ofA, names);

        assertThat(told)
                .contains("open tenant of A", "open flow of A", "open run 7 of A", "open task of A", "11111111111");
    }

    @Test
    void aLoginThatIsMappedToNothingSeesNothing() throws SQLException {
        assertThat(Attack.all().get(0).told(database.reader(), names)).isBlank();
    }

    @Test
    void aLoginThatIsNoReaderIsLetSeeNothingEvenWhenItIsMapped() throws SQLException {
        TestPostgres.Database stranger = database.login("stranger", "pg_monitor");
        database.sql().update("INSERT INTO reporting.reader_tenant VALUES (?, 2)", stranger.user());

        String told = Attack.all().get(0).told(stranger, names);

        assertThat(told).contains("permission denied for schema reporting");
        assertThat(ofB(told)).isEmpty();
    }

    @Test
    void anOptionOfTheConnectionDoesNotMakeItAnother() throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", ofA.user());
        login.setProperty("password", ofA.password());
        login.setProperty("options", "-c role=flowgauge_reader -c search_path=flowgauge");
        try (Connection connection = DriverManager.getConnection(ofA.url(), login);
                var rows = connection.createStatement().executeQuery("SELECT count(*) FROM reporting.flows")) {
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(1);
        }
    }

    /** Statistics of planning are over all tenants: an estimate must not tell whether a text is among them, nor where. */
    @ParameterizedTest
    @CsvSource({
        "tenants, tenant",
        "flows, flow",
        "flow_runs, run_key",
        "flow_runs, owner",
        "flow_runs, error",
        "task_runs, request_id",
        "task_runs, task",
        "task_runs, owner",
        "task_runs, engine",
        "task_runs, error",
        "task_runs, code",
        "running_tasks, task",
        "task_hours, task",
        "task_minutes, flow",
        "task_snapshots, flow",
        "flow_daily, flow",
        "audit_events, actor",
        "audit_events, target_name",
        "audit_events, detail"
    })
    void noEstimateTellsATextOfB(String view, String column) {
        JdbcTemplate reader = new JdbcTemplate(new DriverManagerDataSource(ofA.url(), ofA.user(), ofA.password()));
        String of = database.admin().queryForObject("SELECT max(" + column + ") FROM reporting." + view, String.class);
        assertThat(of).matches(OF_B);

        List<String> estimates = Stream.of(of, "secret of nobody", "a", "zzz")
                .flatMap(text -> Stream.of("=", "<", ">=")
                        .map(operator -> operator
                                + " "
                                + reader
                                        .queryForList(
                                                "EXPLAIN SELECT FROM reporting." + view + " WHERE " + column + operator
                                                        + " '" + text + "'",
                                                String.class)
                                        .stream()
                                        .map(line -> line.replaceAll(".* (rows=\\d+) .*", "$1"))
                                        .filter(line -> line.startsWith("rows="))
                                        .toList()))
                .distinct()
                .toList();

        assertThat(estimates).as("one an operator, whatever the text").hasSize(3);
    }

    @Test
    void noFunctionOfOursRunsWithTheRightsOfItsOwner() {
        assertThat(database.sql()
                        .queryForList(
                                "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace::regnamespace::text IN ('flowgauge', 'reporting')",
                                String.class))
                .isEmpty();
    }

    @Test
    void psqlFindsNoWayEither(@TempDir Path folder) throws Exception {
        assumeTrue(
                Arrays.stream(System.getenv("PATH").split(java.io.File.pathSeparator))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "psql"))),
                "psql is not on PATH; the same statements were tried over JDBC alone");
        String script = names.in(Attack.text()).replaceAll("(?m)^-- .*", "\\\\c -reuse-previous=on\n$0") + """
                \\c -reuse-previous=on
                \\d+ flowgauge.*
                \\d+ reporting.*
                \\dp *.*
                \\sf flowgauge.readable_tenant
                \\sv reporting.flows
                \\lo_list
                \\copy flowgauge.flow to stdout
                \\copy (SELECT * FROM reporting.flows) to stdout
                SELECT 'SELECT * FROM flowgauge.' || relname FROM pg_class WHERE relnamespace::regnamespace::text = 'flowgauge' \\gexec
                """;

        String told = psql(folder, script, ofA);

        assertThat(ofB(told)).isEmpty();
        assertThat(told.contains("open flow of A")).isTrue();
        assertThat(told.contains("permission denied")).isTrue();
        assertThat(ofB(psql(folder, script, database.service()))).isNotEmpty();
    }

    private static String psql(Path folder, String script, TestPostgres.Database login)
            throws IOException, InterruptedException {
        Path file = folder.resolve("attacks.sql");
        Files.writeString(file, script);
        URI server = URI.create(login.url().substring("jdbc:".length()));
        ProcessBuilder psql = new ProcessBuilder(
                        "psql",
                        "--no-psqlrc",
                        "--host=" + server.getHost(),
                        "--port=" + server.getPort(),
                        "--username=" + login.user(),
                        "--dbname=" + server.getPath().substring(1),
                        "--file=" + file)
                .redirectErrorStream(true);
        psql.environment().put("PGPASSWORD", login.password());
        Process process = psql.start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return told;
    }
}
