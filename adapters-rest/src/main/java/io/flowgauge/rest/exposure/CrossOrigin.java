package io.flowgauge.rest.exposure;

import io.flowgauge.rest.problem.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

/**
 * Lets pages of the origins that are set, and no others, call the interfaces from a browser, with the credential in the header
 * {@code Authorization}. No cookie of a browser goes along.
 */
@Configuration(proxyBeanMethods = false)
class CrossOrigin {
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    /** Before the credential is looked at: a browser asks without one, and has to be let read a 401. */
    private static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 10;

    @Bean
    FilterRegistrationBean<CorsFilter> corsFilter(Exposure exposure) {
        CorsConfiguration allowed = new CorsConfiguration();
        allowed.setAllowedOrigins(
                exposure.origins().stream().map(Exposure.Origin::text).toList());
        allowed.setAllowedMethods(List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"));
        allowed.setAllowedHeaders(
                List.of("Authorization", "Content-Type", "Content-Encoding", "Last-Event-ID", "If-Match"));
        allowed.setExposedHeaders(
                List.of("Allow", "Content-Disposition", "ETag", "Location", "Retry-After", "WWW-Authenticate"));
        allowed.setAllowCredentials(false);
        allowed.setMaxAge(REMEMBERED);
        UrlBasedCorsConfigurationSource interfaces = new UrlBasedCorsConfigurationSource();
        for (String path : List.of("/api/**", "/rest/**", "/etl/rest/**")) {
            interfaces.registerCorsConfiguration(path, allowed);
        }
        CorsFilter filter = new CorsFilter(interfaces);
        filter.setCorsProcessor(new Refusing());
        FilterRegistrationBean<CorsFilter> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(ORDER);
        registration.setEnabled(!exposure.origins().isEmpty());
        return registration;
    }

    private static final class Refusing extends DefaultCorsProcessor {
        @Override
        protected void rejectRequest(ServerHttpResponse response) throws IOException {
            new Problem(
                            403,
                            "the page's origin, method or headers are not among those that may call the service from elsewhere")
                    .write(((ServletServerHttpResponse) response).getServletResponse());
        }
    }
}
