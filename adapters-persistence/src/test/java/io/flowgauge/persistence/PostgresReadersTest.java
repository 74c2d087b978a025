package io.flowgauge.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowgauge.application.port.out.Readers;
import io.flowgauge.application.port.out.Readers.Limit;
import io.flowgauge.application.port.out.Readers.Preparation;
import io.flowgauge.application.port.out.ReadersContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class PostgresReadersTest extends ReadersContract {
    private static final Duration LONG = Duration.ofSeconds(20);

    private static ReportingDatabase database;

    private final List<Real> sessions = new ArrayList<>();

    @BeforeAll
    static void start() {
        database = new ReportingDatabase();
        database.admin().execute("GRANT pg_read_all_stats, pg_signal_backend TO " + database.serviceRole());
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @AfterEach
    void nobodyStaysConnected() {
        sessions.forEach(Real::leave);
    }

    /** A session of a login of its own. */
    private static final class Real implements Session {
        private final ReportingDatabase where;
        private final TestPostgres.Database reader;
        private final Connection connection;
        private CompletableFuture<Boolean> query = CompletableFuture.completedFuture(true);

        Real(ReportingDatabase where, TestPostgres.Database reader) {
            this.where = where;
            this.reader = reader;
            try {
                connection = reader.connect();
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
        }

        private boolean ask(String sql) {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            } catch (SQLException ended) {
                return false;
            }
        }

        Real asks(String sql) {
            query = CompletableFuture.supplyAsync(() -> ask(sql), work -> new Thread(work, "reader").start());
            return until("active");
        }

        Real sitsIdle() throws SQLException {
            connection.setAutoCommit(false);
            assertThat(ask("SELECT 1")).isTrue();
            return until("idle in transaction");
        }

        private Real until(String state) {
            await().atMost(LONG)
                    .until(() -> where.admin()
                            .queryForList(
                                    "SELECT clock_timestamp() - xact_start > ? * interval '1 ms' FROM pg_stat_activity WHERE usename = ? AND state = ?",
                                    Boolean.class,
                                    LIMIT.toMillis(),
                                    login(),
                                    state)
                            .contains(true));
            return this;
        }

        @Override
        public String login() {
            return reader.user();
        }

        @Override
        public boolean finished() {
            return query.join();
        }

        @Override
        public boolean isOpen() {
            return !where.admin()
                    .queryForList("SELECT FROM pg_stat_activity WHERE usename = ?", login())
                    .isEmpty();
        }

        void leave() {
            where.admin()
                    .queryForList(
                            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE usename = ?", login());
        }
    }

    private Real session(ReportingDatabase where) {
        Real session = new Real(where, where.reader());
        sessions.add(session);
        return session;
    }

    @Override
    protected Readers readers() {
        return database.get(Readers.class);
    }

    @Override
    protected Session longQuery() {
        return session(database).asks("SELECT pg_sleep(60)");
    }

    @Override
    protected Session idleInTransaction() {
        try {
            return session(database).sitsIdle();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void aQueryThatGoesOnWhenItIsCancelledIsEndedWithItsSession() {
        Real reader = session(database).asks("""
                DO $$ BEGIN
                    LOOP
                        BEGIN
                            PERFORM pg_sleep(60);
                        EXCEPTION WHEN query_canceled THEN
                            NULL;
                        END;
                    END LOOP;
                END $$""");
        Readers impatient =
                new PostgresReaders(database.sql(), transactions(database), "flowgauge_reader", Duration.ofMillis(10));

        Limit limit = impatient.endLongQueries(LIMIT);

        assertThat(limit).isEqualTo(new Limit(List.of(), List.of(reader.login()), Optional.empty()));
        assertThat(reader.finished()).isFalse();
        await().atMost(LONG).until(() -> !reader.isOpen());
    }

    @ParameterizedTest
    @EnumSource
    void aSessionThatTookALockOfTheServicesIsEndedAtOnce(AdvisoryLock lock) {
        Real reader = session(database);
        Real other = session(database);
        long key = Long.parseLong(lock.shared().replaceAll("\\D", ""));
        assertThat(reader.ask("SELECT pg_advisory_lock(" + key + ")")).isTrue();
        assertThat(other.ask("SELECT pg_advisory_lock(1)")).isTrue();

        Limit limit = readers().endLongQueries(Duration.ofHours(1));

        assertThat(limit).isEqualTo(new Limit(List.of(), List.of(reader.login()), Optional.empty()));
        await().atMost(LONG).until(() -> !reader.isOpen());
        assertThat(other.isOpen()).isTrue();
    }

    @Test
    void othersThanReadersAreLeftAlone() {
        readers().prepare();
        TestPostgres.Database other = database.login("other", "pg_monitor");
        Real session = new Real(database, other).asks("SELECT pg_sleep(60)");
        sessions.add(session);

        assertThat(readers().endLongQueries(LIMIT)).isEqualTo(new Limit(List.of(), List.of(), Optional.empty()));

        assertThat(session.isOpen()).isTrue();
    }

    @Test
    void aServiceThatMayNotEndQueriesSaysWhatLetsIt() {
        try (ReportingDatabase plain = new ReportingDatabase("NOCREATEROLE")) {
            Real reader = session(plain).asks("SELECT pg_sleep(60)");

            Limit limit = plain.get(Readers.class).endLongQueries(LIMIT);

            String statement = "GRANT pg_read_all_stats, pg_signal_backend TO " + plain.serviceRole();
            assertThat(limit.notAllowed()).contains(new Readers.NotAllowed(reader.login(), statement));
            assertThat(reader.isOpen()).isTrue();

            plain.admin().execute(statement);
            assertThat(plain.get(Readers.class).endLongQueries(LIMIT))
                    .isEqualTo(new Limit(List.of(reader.login()), List.of(), Optional.empty()));
        }
    }

    @Test
    void aServiceThatMayNotMakeTheRoleSaysWhatMakesItAndGoesOnOnceItIsThere() {
        String role = ReportingDatabase.newName("nobody_yet");
        try (ReportingDatabase plain = new ReportingDatabase("NOCREATEROLE")) {
            Readers readers = readers(plain, role);

            Preparation refused = readers.prepare();

            String statement = "CREATE ROLE " + role + " NOLOGIN";
            assertThat(refused).isEqualTo(new Preparation.RoleMissing(role, statement));
            plain.admin().execute(statement);
            assertThat(readers.prepare()).isEqualTo(new Preparation.Ready(role));
            assertThat(plain.admin()
                            .queryForObject(
                                    "SELECT has_table_privilege(?, 'reporting.flows', 'SELECT')", Boolean.class, role))
                    .isTrue();
        }
    }

    @Test
    void servicesOfManyDatabasesThatStartAtOnceAreAllReady() throws Exception {
        String role = ReportingDatabase.newName("raced_for");
        try (ReportingDatabase first = new ReportingDatabase();
                ReportingDatabase second = new ReportingDatabase()) {
            List<Callable<Preparation>> nodes = new ArrayList<>();
            for (int node = 0; node < 4; node++) {
                nodes.add(() -> readers(first, role).prepare());
                nodes.add(() -> readers(second, role).prepare());
            }
            var pool = Executors.newFixedThreadPool(nodes.size());
            List<Preparation> ready = new ArrayList<>();
            for (Future<Preparation> node : pool.invokeAll(nodes)) {
                ready.add(node.get());
            }
            pool.shutdown();

            assertThat(ready).hasSize(8).containsOnly(new Preparation.Ready(role));
        }
    }

    private static TransactionTemplate transactions(ReportingDatabase of) {
        return new TransactionTemplate(of.get(PlatformTransactionManager.class));
    }

    private static Readers readers(ReportingDatabase of, String role) {
        return new PostgresReaders(of.sql(), transactions(of), role, Duration.ofMinutes(1));
    }
}
