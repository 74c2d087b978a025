package io.flowgauge.rest.problem;

import java.util.Set;
import java.util.TreeSet;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** Which methods a path takes, as an {@code Allow} header lists them; empty where there is nothing. */
@Component
final class MethodsAt {
    private final ObjectProvider<RequestMappingInfoHandlerMapping> mappings;

    MethodsAt(ObjectProvider<RequestMappingInfoHandlerMapping> mappings) {
        this.mappings = mappings;
    }

    String of(String path) {
        PathContainer parsed = PathContainer.parsePath(path);
        Set<String> methods = new TreeSet<>();
        mappings.stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .filter(endpoint -> isAt(parsed, endpoint))
                .flatMap(endpoint -> endpoint.getMethodsCondition().getMethods().stream())
                .map(RequestMethod::name)
                .forEach(methods::add);
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        if (!methods.isEmpty()) {
            methods.add("OPTIONS");
        }
        return String.join(", ", methods);
    }

    private static boolean isAt(PathContainer path, RequestMappingInfo endpoint) {
        return endpoint.getPathPatternsCondition() != null
                && endpoint.getPathPatternsCondition().getPatterns().stream()
                        .anyMatch(pattern -> pattern.matches(path));
    }
}
