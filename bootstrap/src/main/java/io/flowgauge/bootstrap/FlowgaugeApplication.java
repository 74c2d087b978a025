package io.flowgauge.bootstrap;

import io.flowgauge.bootstrap.move.MoveCommand;
import io.flowgauge.bootstrap.settings.FlowgaugeSettings;
import io.flowgauge.bootstrap.sql.SqlCommand;
import io.flowgauge.persistence.PersistenceConfiguration;
import io.flowgauge.rest.RestConfiguration;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/**
 * The service's entry: {@code flowgauge.jar} starts it, {@code flowgauge.jar sql "SELECT …"} runs a query on its history, {@code
 * flowgauge.jar history move --to …} takes all of it to another PostgreSQL.
 */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(FlowgaugeSettings.class)
@Import({PersistenceConfiguration.class, RestConfiguration.class})
public class FlowgaugeApplication {
    public static void main(String[] arguments) {
        String command = arguments.length == 0 ? "" : arguments[0];
        List<String> words = List.of(arguments).subList(Math.min(1, arguments.length), arguments.length);
        switch (command) {
            case "sql" -> System.exit(SqlCommand.run(words, System.getenv(), System.out, System.err));
            case "history" -> System.exit(MoveCommand.main(words));
            default -> SpringApplication.run(FlowgaugeApplication.class, arguments);
        }
    }
}
