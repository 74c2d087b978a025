package io.flowgauge.bootstrap.wiring;

import com.zaxxer.hikari.HikariDataSource;
import io.flowgauge.bootstrap.move.HalfMoved;
import java.util.Properties;
import org.flywaydb.core.api.callback.Callback;
import org.postgresql.Driver;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/** How the schema is brought to this version at the start. */
@Configuration(proxyBeanMethods = false)
class SchemaConfiguration {

    /** With connections like the pool's that wait as long as a migration of a large table takes: those of the pool give up after seconds. */
    @Bean
    FlywayConfigurationCustomizer patientConnections(HikariDataSource pool) {
        Properties properties = new Properties();
        properties.putAll(pool.getDataSourceProperties());
        properties.remove("socketTimeout");
        SimpleDriverDataSource patient =
                new SimpleDriverDataSource(new Driver(), pool.getJdbcUrl(), pool.getUsername(), pool.getPassword());
        patient.setConnectionProperties(properties);
        return flyway -> flyway.dataSource(patient);
    }

    @Bean
    Callback serverVersion() {
        return new ServerVersion();
    }

    @Bean
    Callback halfMoved() {
        return new HalfMoved();
    }
}
