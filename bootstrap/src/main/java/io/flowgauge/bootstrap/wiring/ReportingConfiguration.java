package io.flowgauge.bootstrap.wiring;

import io.flowgauge.application.history.ReaderUpkeep;
import io.flowgauge.application.port.out.Readers;
import io.flowgauge.bootstrap.settings.FlowgaugeSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Analysts' logins. */
@Configuration(proxyBeanMethods = false)
class ReportingConfiguration {

    @Bean
    ReaderUpkeep readerUpkeep(Readers readers, FlowgaugeSettings settings) {
        return new ReaderUpkeep(readers, settings.reporting().maxQuery());
    }
}
