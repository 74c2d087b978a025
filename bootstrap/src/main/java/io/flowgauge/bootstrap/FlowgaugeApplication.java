package io.flowgauge.bootstrap;

import io.flowgauge.bootstrap.settings.FlowgaugeSettings;
import io.flowgauge.persistence.PersistenceConfiguration;
import io.flowgauge.rest.RestConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/** The service's entry. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(FlowgaugeSettings.class)
@Import({PersistenceConfiguration.class, RestConfiguration.class})
public class FlowgaugeApplication {
    public static void main(String[] arguments) {
        SpringApplication.run(FlowgaugeApplication.class, arguments);
    }
}
