package io.flowgauge.bootstrap.wiring;

import io.flowgauge.application.access.FirstStart.MadeUp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Says where the service listens, and once what was made up at the first start. */
@Component
class Greeting {
    private static final Logger LOG = LoggerFactory.getLogger("io.flowgauge");

    Greeting(MadeUp madeUp) {
        // At once: should this start fail later, say for its port, the next one makes nothing and has nothing to show.
        madeUp.adminPassword()
                .ifPresent(password ->
                        LOG.info("Made for the first start, shown once: user admin, password {}", password));
        madeUp.recorderKey()
                .ifPresent(key -> LOG.info("Made for the first start, shown once: recorder key {}", key.text()));
    }

    @EventListener
    void listening(WebServerInitializedEvent event) {
        boolean ofManagement = "management".equals(event.getApplicationContext().getServerNamespace());
        LOG.info(
                "Flowgauge listens on port {}{}",
                event.getWebServer().getPort(),
                ofManagement ? " for /actuator alone" : "");
    }
}
