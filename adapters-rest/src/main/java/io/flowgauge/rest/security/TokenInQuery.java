package io.flowgauge.rest.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Takes the parameter {@code Authorization} out of every request's query before anything else sees it, so that whatever logs
 * or measures requests never has the token. {@link Credential} finds it in an attribute.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class TokenInQuery extends OncePerRequestFilter {
    private static final String NAME = "Authorization";
    private static final String TAKEN = TokenInQuery.class.getName();

    /** The parameter's values, as given. */
    static List<String> of(HttpServletRequest request) {
        return request.getAttribute(TAKEN) instanceof String[] values ? List.of(values) : List.of();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String query = request.getQueryString();
        String[] values = query == null
                ? new String[0]
                : parts(query)
                        .filter(part -> NAME.equals(name(part)))
                        .map(TokenInQuery::value)
                        .toArray(String[]::new);
        if (values.length == 0) {
            chain.doFilter(request, response);
        } else {
            request.setAttribute(TAKEN, values);
            chain.doFilter(new Without(request), response);
        }
    }

    /** An error's page is dispatched with the request as it came. */
    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    private static Stream<String> parts(String query) {
        return Arrays.stream(query.split("&", -1));
    }

    private static String name(String part) {
        return decoded(part.substring(0, part.indexOf('=') < 0 ? part.length() : part.indexOf('=')));
    }

    private static String value(String part) {
        return decoded(part.substring(part.indexOf('=') + 1));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }

    private static final class Without extends HttpServletRequestWrapper {
        Without(HttpServletRequest request) {
            super(request);
        }

        @Override
        public @Nullable String getQueryString() {
            String query = super.getQueryString();
            return query == null
                    ? null
                    : parts(query).filter(part -> !NAME.equals(name(part))).collect(Collectors.joining("&"));
        }

        @Override
        public @Nullable String getParameter(String name) {
            return NAME.equals(name) ? null : super.getParameter(name);
        }

        @Override
        public String @Nullable [] getParameterValues(String name) {
            return NAME.equals(name) ? null : super.getParameterValues(name);
        }

        @Override
        public Map<String, String[]> getParameterMap() {
            Map<String, String[]> others = new LinkedHashMap<>(super.getParameterMap());
            others.remove(NAME);
            return others;
        }

        @Override
        public Enumeration<String> getParameterNames() {
            return Collections.enumeration(getParameterMap().keySet());
        }
    }
}
