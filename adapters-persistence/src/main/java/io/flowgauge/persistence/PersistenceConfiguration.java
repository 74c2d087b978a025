package io.flowgauge.persistence;

import io.flowgauge.application.port.out.AccessChanges;
import io.flowgauge.application.port.out.ApiKeys;
import io.flowgauge.application.port.out.AuditTrail;
import io.flowgauge.application.port.out.FlowDescriptions;
import io.flowgauge.application.port.out.FlowRuns;
import io.flowgauge.application.port.out.Flows;
import io.flowgauge.application.port.out.HistoryGaps;
import io.flowgauge.application.port.out.HistoryParts;
import io.flowgauge.application.port.out.HistoryRows;
import io.flowgauge.application.port.out.PageSessions;
import io.flowgauge.application.port.out.Readers;
import io.flowgauge.application.port.out.Rollups;
import io.flowgauge.application.port.out.SigningKeys;
import io.flowgauge.application.port.out.Snapshots;
import io.flowgauge.application.port.out.TaskHistory;
import io.flowgauge.application.port.out.TenantDeletions;
import io.flowgauge.application.port.out.Tenants;
import io.flowgauge.application.port.out.Transactions;
import io.flowgauge.application.port.out.Users;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jdbc.repository.config.EnableJdbcRepositories;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The application's out-ports on PostgreSQL. Needs a {@code DataSource} whose database Flyway has migrated. */
@Configuration(proxyBeanMethods = false)
@EnableJdbcRepositories(considerNestedRepositories = true)
public class PersistenceConfiguration {
    /** Rows; as many as take some 100 ms, so that nobody waits for long for what a step holds. */
    private static final int DELETED_AT_ONCE = 5_000;

    @Bean
    Tenants tenants(TenantRows rows, JdbcClient jdbc, PlatformTransactionManager transactions) {
        return new PostgresTenants(rows, jdbc, transactions);
    }

    @Bean
    Users users(UserRows rows, JdbcClient jdbc) {
        return new PostgresUsers(rows, jdbc);
    }

    @Bean
    ApiKeys apiKeys(ApiKeyRows rows, JdbcClient jdbc) {
        return new PostgresApiKeys(rows, jdbc);
    }

    @Bean
    SigningKeys signingKeys(SigningKeyRows rows, JdbcClient jdbc, PlatformTransactionManager transactions) {
        return new PostgresSigningKeys(rows, jdbc, new TransactionTemplate(transactions));
    }

    @Bean
    PageSessions pageSessions(PageSessionRows rows, JdbcClient jdbc) {
        return new PostgresPageSessions(rows, jdbc);
    }

    @Bean
    AuditTrail auditTrail(JdbcTemplate jdbc) {
        return new PostgresAuditTrail(new NamedParameterJdbcTemplate(jdbc));
    }

    @Bean
    Transactions transactions(PlatformTransactionManager transactions) {
        return new PostgresTransactions(new TransactionTemplate(transactions));
    }

    @Bean
    AccessChanges accessChanges(JdbcClient jdbc) {
        return new PostgresAccessChanges(jdbc);
    }

    @Bean
    TenantDeletions tenantDeletions(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        return new PostgresTenantDeletions(jdbc, transactions, DELETED_AT_ONCE);
    }

    @Bean
    Partitions partitions(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        return new Partitions(jdbc, transactions);
    }

    @Bean
    HistoryParts historyParts(Partitions partitions, JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        return new PostgresHistoryParts(partitions, jdbc, new TransactionTemplate(transactions));
    }

    @Bean
    Rollups rollups(Partitions partitions, JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        return new PostgresRollups(partitions, jdbc, new TransactionTemplate(transactions));
    }

    @Bean
    SnapshotCopy snapshotCopy(JdbcTemplate jdbc) {
        return new SnapshotCopy(jdbc);
    }

    @Bean
    Snapshots snapshots(Partitions partitions, SnapshotCopy copy, PlatformTransactionManager transactions) {
        return new PostgresSnapshots(partitions, copy, new TransactionTemplate(transactions));
    }

    /** Of a database that no service runs on yet; Flyway has migrated it. */
    public static Readers readersOf(DataSource database) {
        return readers(new JdbcTemplate(database), new JdbcTransactionManager(database));
    }

    @Bean
    static Readers readers(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        return new PostgresReaders(
                jdbc, new TransactionTemplate(transactions), "flowgauge_reader", Duration.ofMinutes(1));
    }

    @Bean
    Flows flows(JdbcClient jdbc) {
        return new PostgresFlows(jdbc);
    }

    @Bean
    FlowDescriptions flowDescriptions(JdbcClient jdbc, PlatformTransactionManager transactions) {
        return new PostgresFlowDescriptions(jdbc, new TransactionTemplate(transactions));
    }

    @Bean
    HistoryRows historyRows(JdbcTemplate jdbc, Partitions partitions) {
        return new PostgresHistoryRows(jdbc, partitions);
    }

    @Bean
    TaskHistory taskHistory(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        return new PostgresTaskHistory(jdbc, new TransactionTemplate(transactions));
    }

    @Bean
    HistoryGaps historyGaps(JdbcTemplate jdbc) {
        return new PostgresHistoryGaps(jdbc);
    }

    @Bean
    FlowRuns flowRuns(
            JdbcTemplate jdbc,
            FlowRunRows runs,
            TaskRows tasks,
            Partitions partitions,
            SnapshotCopy copy,
            PlatformTransactionManager transactions) {
        KnownTasks known = new KnownTasks(tasks, jdbc);
        RunLives lives = new RunLives(jdbc);
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        return new PostgresFlowRuns(
                new RunWriter(jdbc),
                new TaskWriter(jdbc),
                known,
                lives,
                new OldRuns(jdbc),
                runs,
                partitions,
                copy,
                transaction);
    }
}
