package io.flowgauge.rest.security;

import static io.flowgauge.domain.Role.ADMINISTRATOR;
import static io.flowgauge.domain.Role.EDITOR;
import static io.flowgauge.domain.Role.OPERATOR;
import static io.flowgauge.domain.Role.SUPER_ADMIN;
import static io.flowgauge.domain.Role.VIEWER;

import io.flowgauge.application.port.in.CheckAccess;
import io.flowgauge.domain.Role;
import io.flowgauge.rest.problem.Problem;
import jakarta.servlet.DispatcherType;
import java.util.Arrays;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderNotFoundException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/** Who may what, by path. 401 comes before anything else is told of a path. */
@Configuration(proxyBeanMethods = false)
class SecurityRules {

    @Bean
    SecurityFilterChain rules(HttpSecurity http, CheckAccess access, Tokens tokens) {
        return http.csrf(csrf -> csrf.disable())
                // The server puts them on every answer, also on those that never come here.
                .headers(headers -> headers.disable())
                .formLogin(form -> form.disable())
                .httpBasic(basic -> basic.disable())
                .logout(logout -> logout.disable())
                .requestCache(cache -> cache.disable())
                .anonymous(anonymous -> anonymous.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .addFilterBefore(new CredentialFilter(access, tokens), AuthorizationFilter.class)
                .exceptionHandling(answers -> answers.authenticationEntryPoint(
                                (request, response, failed) -> new Problem(
                                                401,
                                                "this needs a valid token or key in the header \"Authorization: Bearer …\"")
                                        .write(response))
                        .accessDeniedHandler((request, response, failed) ->
                                new Problem(403, "the credential is valid, but does not allow this").write(response)))
                .authorizeHttpRequests(paths -> paths.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers("/rest/v1/token-auth/issue", "/etl/rest/v1/token-auth/issue")
                        .permitAll()
                        .requestMatchers("/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness")
                        .permitAll()
                        .requestMatchers("/actuator", "/actuator/**")
                        .hasAnyAuthority(names(ADMINISTRATOR, SUPER_ADMIN))
                        .requestMatchers(
                                "/rest/v1/tasks/**", "/etl/rest/v1/tasks/**", "/rest/v1/tasks", "/etl/rest/v1/tasks")
                        .hasAnyAuthority(names(ADMINISTRATOR, SUPER_ADMIN))
                        .requestMatchers("/rest/v1/executions/**", "/etl/rest/v1/executions/**")
                        .hasAnyAuthority(names(OPERATOR, EDITOR, ADMINISTRATOR, SUPER_ADMIN))
                        .requestMatchers("/api/v1/reports")
                        .hasAuthority(CredentialFilter.RECORDER)
                        .requestMatchers("/api/v1/**")
                        .hasAnyAuthority(names(VIEWER, OPERATOR, EDITOR, ADMINISTRATOR, SUPER_ADMIN))
                        // A signed-in caller may learn that there is nothing at a path.
                        .anyRequest()
                        .authenticated())
                .build();
    }

    private static String[] names(Role... roles) {
        return Arrays.stream(roles).map(Role::name).toArray(String[]::new);
    }

    /** Requests that Spring's firewall refuses, such as {@code //} or {@code ;} in a path. */
    @Bean
    RequestRejectedHandler refusedPaths() {
        return (request, response, refused) -> Problem.badRequest(
                        "the path holds characters that are not allowed; percent-encode them or leave them out")
                .write(response);
    }

    /** None: callers are known by the filter. Its being there keeps Spring Boot from making a user of its own. */
    @Bean
    AuthenticationManager noLogins() {
        return attempt -> {
            throw new ProviderNotFoundException("there is no other way to sign in than a token");
        };
    }
}
