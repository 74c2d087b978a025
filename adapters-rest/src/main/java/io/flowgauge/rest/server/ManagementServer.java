package io.flowgauge.rest.server;

import io.flowgauge.rest.problem.Problem;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** What {@code management.server.port} opens: a server of its own, which Spring Boot gives nothing of the main one's setup. */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@Import(ServerSetup.class)
class ManagementServer {

    /** Spring Boot's page for errors there is no problem document; without a page {@link ServerErrors} writes one. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> noErrorPage() {
        return factory -> factory.setErrorPages(Set.of());
    }

    /** That page, asked for as if it were one. */
    @Bean
    FilterRegistrationBean<Filter> noErrorPath() {
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) ->
                new Problem(404, "there is nothing at /error").write((HttpServletResponse) response));
        registration.addUrlPatterns("/error");
        return registration;
    }

    @Bean
    FilterRegistrationBean<Filter> managementTokenInQuery(@Qualifier("tokenInQuery") Filter tokenInQuery) {
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(tokenInQuery);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }
}
