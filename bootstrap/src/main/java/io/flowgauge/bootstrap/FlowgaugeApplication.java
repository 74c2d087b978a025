package io.flowgauge.bootstrap;

import io.flowgauge.bootstrap.settings.FlowgaugeSettings;
import io.flowgauge.bootstrap.sql.SqlCommand;
import io.flowgauge.persistence.PersistenceConfiguration;
import io.flowgauge.rest.RestConfiguration;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/** The service's entry: {@code flowgauge.jar} starts it, {@code flowgauge.jar sql "SELECT …"} runs a query on its history. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(FlowgaugeSettings.class)
@Import({PersistenceConfiguration.class, RestConfiguration.class})
public class FlowgaugeApplication {
    public static void main(String[] arguments) {
        if (arguments.length > 0 && arguments[0].equals("sql")) {
            List<String> query = List.of(arguments).subList(1, arguments.length);
            System.exit(SqlCommand.run(query, System.getenv(), System.out, System.err));
        }
        SpringApplication.run(FlowgaugeApplication.class, arguments);
    }
}
