package io.flowgauge.rest.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the credential that a request carries: {@code Bearer …} in its header, or on one endpoint in its query. */
final class Credential {
    private static final String NAME = "Authorization";
    private static final String SCHEME = "Bearer ";

    /** The one endpoint that takes a token in its query. */
    private static final Set<String> TAKES_QUERY =
            Set.of("/etl/rest/v1/tasks", "/etl/rest/v1/tasks/", "/rest/v1/tasks", "/rest/v1/tasks/");

    private Credential() {}

    /** Empty when there is none, when it is malformed, or when header and query differ. */
    static Optional<String> of(HttpServletRequest request) {
        List<String> given = new ArrayList<>(Collections.list(request.getHeaders(NAME)));
        if (TAKES_QUERY.contains(request.getRequestURI())) {
            given.addAll(TokenInQuery.of(request));
        }
        List<String> tokens = given.stream().map(Credential::token).distinct().toList();
        return tokens.size() == 1 && !tokens.get(0).isEmpty() ? Optional.of(tokens.get(0)) : Optional.empty();
    }

    private static String token(String value) {
        return value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? value.substring(SCHEME.length()).strip()
                : "";
    }
}
