package io.flowgauge.bootstrap.wiring;

import io.flowgauge.bootstrap.embedded.EmbeddedPostgres;
import io.flowgauge.bootstrap.settings.BadSetting;
import io.flowgauge.bootstrap.settings.FlowgaugeSettings;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** The embedded PostgreSQL, where no other is set. */
@Configuration(proxyBeanMethods = false)
@Conditional(DatabaseConfiguration.NoneSet.class)
class DatabaseConfiguration {

    static final class NoneSet implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            String url = context.getEnvironment().getProperty("spring.datasource.url");
            if (!StringUtils.hasText(url)) {
                return true;
            }
            check(url);
            return false;
        }

        /** Here, since what comes next puts the URL, which may hold a password, into its failure. */
        private static void check(String url) {
            try {
                DriverManager.getDriver(url);
            } catch (SQLException noDriver) {
                throw new BadSetting(
                        "spring.datasource.url (SPRING_DATASOURCE_URL) is no JDBC URL of PostgreSQL, such as"
                                + " jdbc:postgresql://host:5432/database; the login goes to SPRING_DATASOURCE_USERNAME and"
                                + " SPRING_DATASOURCE_PASSWORD");
            }
        }
    }

    @Bean(destroyMethod = "close")
    EmbeddedPostgres embeddedPostgres(FlowgaugeSettings settings) {
        return EmbeddedPostgres.start(settings.data());
    }

    @Bean
    JdbcConnectionDetails embeddedConnection(EmbeddedPostgres server) {
        return new JdbcConnectionDetails() {
            @Override
            public String getUsername() {
                return server.user();
            }

            @Override
            public String getPassword() {
                return server.password();
            }

            @Override
            public String getJdbcUrl() {
                return server.jdbcUrl("flowgauge");
            }
        };
    }
}
