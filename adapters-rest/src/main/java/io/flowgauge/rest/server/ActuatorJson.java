package io.flowgauge.rest.server;

import org.springframework.boot.actuate.endpoint.web.EndpointMediaTypes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** {@code /actuator} answers plain JSON: its usual content type tells strangers what the service is made of. */
@Configuration(proxyBeanMethods = false)
class ActuatorJson {

    @Bean
    EndpointMediaTypes endpointMediaTypes() {
        return new EndpointMediaTypes("application/json");
    }
}
