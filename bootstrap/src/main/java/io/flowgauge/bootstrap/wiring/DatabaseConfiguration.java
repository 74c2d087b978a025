package io.flowgauge.bootstrap.wiring;

import io.flowgauge.bootstrap.embedded.EmbeddedPostgres;
import io.flowgauge.bootstrap.settings.FlowgaugeSettings;
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
            return !StringUtils.hasText(context.getEnvironment().getProperty("spring.datasource.url"));
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
