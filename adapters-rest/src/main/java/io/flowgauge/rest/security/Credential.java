package io.flowgauge.rest.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.web.firewall.RequestRejectedException;

/** The credential that a request carries: {@code Bearer …} in its header, or on one endpoint in its query. */
sealed interface Credential {
    /** What follows the scheme. */
    record Bearer(String text) implements Credential {
        @Override
        public String toString() {
            return "Bearer";
        }
    }

    /** There is something, but nothing that can be looked at. */
    record Unreadable(String why) implements Credential {}

    String NAME = "Authorization";
    String SCHEME = "Bearer ";

    /** The one endpoint that takes a token in its query. */
    Set<String> TAKES_QUERY = Set.of("/etl/rest/v1/tasks", "/etl/rest/v1/tasks/", "/rest/v1/tasks", "/rest/v1/tasks/");

    /** Empty when there is none. */
    static Optional<Credential> of(HttpServletRequest request) {
        List<String> given = new ArrayList<>();
        try {
            request.getHeaders(NAME).asIterator().forEachRemaining(given::add);
        } catch (RequestRejectedException refused) {
            // Spring's firewall looks at a header when it is read.
            return Optional.of(new Unreadable("characters that no credential has"));
        }
        if (TAKES_QUERY.contains(request.getRequestURI())) {
            given.addAll(TokenInQuery.of(request));
        }
        List<String> different =
                given.stream().map(Credential::token).distinct().toList();
        if (different.isEmpty()) {
            return Optional.empty();
        }
        if (different.size() > 1) {
            return Optional.of(new Unreadable("several that differ"));
        }
        return Optional.of(
                different.get(0).isEmpty()
                        ? new Unreadable("no Bearer scheme, or nothing after it")
                        : new Bearer(different.get(0)));
    }

    private static String token(String value) {
        return value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? value.substring(SCHEME.length()).strip()
                : "";
    }
}
