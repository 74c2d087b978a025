package io.flowgauge.rest.security;

import io.flowgauge.domain.Permission;
import io.flowgauge.domain.Role;
import io.flowgauge.rest.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Lets an endpoint answer those alone who have what it {@link Requires}. That there is a caller, the filter has seen to. */
@Component
final class PermissionCheck implements HandlerInterceptor, WebMvcConfigurer {

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod endpoint
                && isOurs(endpoint.getBeanType())
                && !endpoint.hasMethodAnnotation(ForStrangers.class)) {
            Requires needed = endpoint.getMethodAnnotation(Requires.class);
            if (needed == null) {
                throw new IllegalStateException(
                        endpoint + " says neither what it requires nor that it is for strangers");
            }
            check(needed.value());
        }
        return true;
    }

    /** An endpoint of ours; not the framework's own, such as the answer to OPTIONS, nor the one that tells errors. */
    private static boolean isOurs(Class<?> endpoint) {
        return endpoint.getPackageName().startsWith("io.flowgauge.")
                && !ErrorController.class.isAssignableFrom(endpoint);
    }

    private static void check(Permission needed) {
        @Nullable Authentication caller = SecurityContextHolder.getContext().getAuthentication();
        if (caller == null || !(caller.getPrincipal() instanceof Caller who)) {
            throw new IllegalStateException("a request without a caller came as far as an endpoint");
        }
        if (who instanceof Caller.Person person
                && person.user().mustChangePassword()
                && needed != Permission.OWN_ACCOUNT) {
            throw new Problem(403, "choose a password first: PUT /api/v1/me/password");
        }
        if (who instanceof Caller.Program && needed == Permission.OWN_ACCOUNT) {
            throw new Problem(403, "this is about one's own account, and a key has none; sign in");
        }
        if (!who.may(needed)) {
            throw new Problem(
                    403,
                    refusal(needed) + "; this " + (who instanceof Caller.Program ? "key" : "user") + " is "
                            + names(who.roles()));
        }
    }

    /** What would do. */
    static String refusal(Permission needed) {
        return "the credential is valid, but does not allow this; it is for " + names(needed.roles());
    }

    private static String names(Set<Role> roles) {
        String names = roles.stream().sorted().map(Role::title).collect(Collectors.joining(", "));
        return names.isEmpty() ? "of no role" : names;
    }
}
