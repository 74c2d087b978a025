package io.flowgauge.persistence;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.jdbc.repository.config.AbstractJdbcConfiguration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** The adapter on a fresh, migrated database; one a test class. */
final class Adapters implements AutoCloseable {
    private final AnnotationConfigApplicationContext context;

    private final TestPostgres.Database database;

    Adapters() {
        this(TestPostgres.freshDatabase());
    }

    /** On a database of its own, which its login may migrate, and which may be reached over a {@link CutProxy}. */
    Adapters(TestPostgres.Database database) {
        this.database = database;
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(database.url());
        pool.setUsername(database.user());
        pool.setPassword(database.password());
        pool.setMaximumPoolSize(12);
        Flyway.configure()
                .dataSource(pool)
                .schemas("flowgauge")
                .defaultSchema("flowgauge")
                .load()
                .migrate();
        context = new AnnotationConfigApplicationContext();
        context.registerBean("dataSource", DataSource.class, () -> pool);
        context.register(Wiring.class);
        context.refresh();
    }

    <T> T get(Class<T> port) {
        return context.getBean(port);
    }

    JdbcTemplate sql() {
        return context.getBean(JdbcTemplate.class);
    }

    Connection connectOutsideThePool() throws SQLException {
        return database.connect();
    }

    @Override
    public void close() {
        context.close();
    }

    @Configuration
    @Import(PersistenceConfiguration.class)
    static class Wiring extends AbstractJdbcConfiguration {
        @Bean
        JdbcTransactionManager transactionManager(DataSource dataSource) {
            return new JdbcTransactionManager(dataSource);
        }

        @Bean
        NamedParameterJdbcTemplate named(DataSource dataSource) {
            return new NamedParameterJdbcTemplate(dataSource);
        }

        @Bean
        JdbcTemplate template(NamedParameterJdbcTemplate named) {
            return named.getJdbcTemplate();
        }

        @Bean
        JdbcClient client(DataSource dataSource) {
            return JdbcClient.create(dataSource);
        }
    }
}
