package io.flowgauge.rest.security;

import io.flowgauge.application.port.in.CheckAccess;
import io.flowgauge.domain.Permission;
import io.flowgauge.rest.problem.Problem;
import jakarta.servlet.DispatcherType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderNotFoundException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/** Who is let in. 401 comes before anything else is told of a path; what a caller may is said at each endpoint. */
@Configuration(proxyBeanMethods = false)
class SecurityRules {

    @Bean
    SecurityFilterChain rules(HttpSecurity http, CheckAccess access, Tokens tokens, RefusalLog refusals) {
        return http
                // Changes by a session carry a token of their own: SessionCookie.
                .csrf(csrf -> csrf.disable())
                // The server puts them on every answer, also on those that never come here.
                .headers(headers -> headers.disable())
                .formLogin(form -> form.disable())
                .httpBasic(basic -> basic.disable())
                .logout(logout -> logout.disable())
                .requestCache(cache -> cache.disable())
                .anonymous(anonymous -> anonymous.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .addFilterBefore(new CredentialFilter(access, tokens, refusals), AuthorizationFilter.class)
                .exceptionHandling(answers -> answers.authenticationEntryPoint((request, response, failed) ->
                                CredentialFilter.unauthorized(request).write(response))
                        .accessDeniedHandler((request, response, failed) ->
                                new Problem(403, PermissionCheck.refusal(Permission.OBSERVE)).write(response)))
                .authorizeHttpRequests(paths -> paths.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers("/rest/v1/token-auth/issue", "/etl/rest/v1/token-auth/issue")
                        .permitAll()
                        .requestMatchers(HttpMethod.POST, "/api/v1/session")
                        .permitAll()
                        .requestMatchers("/v3/api-docs", "/docs", "/docs/*")
                        .permitAll()
                        .requestMatchers("/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness")
                        .permitAll()
                        .requestMatchers("/actuator", "/actuator/**")
                        .hasAuthority(Permission.OBSERVE.name())
                        // Endpoints say themselves what they require.
                        // A signed-in caller may learn that there is nothing at a path.
                        .anyRequest()
                        .authenticated())
                .build();
    }

    /** Methods that a path does not take are a 405 of the path's own, after the credential. */
    @Bean
    HttpFirewall firewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setUnsafeAllowAnyHttpMethod(true);
        return firewall;
    }

    /** Requests that Spring's firewall refuses, such as {@code //} or {@code ;} in a path. */
    @Bean
    RequestRejectedHandler refusedRequests() {
        return (request, response, refused) -> Problem.forbiddenCharacters().write(response);
    }

    /** None: callers are known by the filter. Its being there keeps Spring Boot from making a user of its own. */
    @Bean
    AuthenticationManager noLogins() {
        return attempt -> {
            throw new ProviderNotFoundException("there is no other way to sign in than a token");
        };
    }
}
