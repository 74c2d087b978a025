package io.flowgauge.rest.problem;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * An error for the caller: what was wrong and what would be right (RFC 9457). Thrown by an endpoint, or written by a filter.
 */
public final class Problem extends RuntimeException {
    /** What was wrong at one place of a body; {@code pointer} is a JSON pointer (RFC 6901). */
    public record At(String pointer, String detail) {}

    private static final String METHODS = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";
    private static final int LONGEST_QUOTED = 64;
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Map<Integer, String> TITLES = Map.ofEntries(
            Map.entry(400, "Bad request"),
            Map.entry(401, "Not signed in"),
            Map.entry(403, "Not allowed"),
            Map.entry(404, "Not found"),
            Map.entry(405, "Method not allowed"),
            Map.entry(406, "Not acceptable"),
            Map.entry(409, "Conflict"),
            Map.entry(408, "Too slow"),
            Map.entry(413, "Too large"),
            Map.entry(414, "URL too long"),
            Map.entry(415, "Unsupported media type"),
            Map.entry(429, "Too many attempts"),
            Map.entry(431, "Headers too large"),
            Map.entry(500, "Internal error"),
            Map.entry(503, "Not available at the moment"));

    private final int status;
    private final Map<String, Object> members = new LinkedHashMap<>();
    private @Nullable Long retryAfterSeconds;
    private String challenge = "Bearer";

    public Problem(int status, String detail) {
        super(detail, null, false, false);
        this.status = status;
        members.put("type", "about:blank");
        members.put("title", TITLES.getOrDefault(status, "HTTP " + status));
        members.put("status", status);
        members.put("detail", detail);
    }

    /** A query parameter, path or body that is not as it must be. */
    public static Problem badRequest(String detail) {
        return new Problem(400, detail);
    }

    public static Problem badRequest(String detail, List<At> errors) {
        return new Problem(400, detail).with("errors", errors);
    }

    /** A body of a type that is not taken; {@code given} may be empty. */
    public static Problem unsupportedType(String given, List<?> taken) {
        String what = given.isEmpty() ? "a body without a Content-Type" : "Content-Type " + shortened(given);
        return new Problem(
                415,
                what + " is not taken here; use "
                        + taken.stream().map(String::valueOf).collect(Collectors.joining(" or ")));
    }

    /** What a caller gave, for a sentence that says what is wrong with it: its beginning, of whole characters. */
    public static String shortened(String given) {
        return given.codePointCount(0, given.length()) <= LONGEST_QUOTED
                ? given
                : given.substring(0, given.offsetByCodePoints(0, LONGEST_QUOTED)) + "…";
    }

    /** What Spring's firewall refuses. */
    public static Problem forbiddenCharacters() {
        return badRequest("the path, a parameter's name or a header holds characters that are not allowed; "
                + "percent-encode them or leave them out");
    }

    /**
     * TRACE, which the server refuses before it is known who asks. So it is told of methods that the service has, and not of which the path
     * takes.
     */
    public static Problem traceNotAllowed(HttpServletResponse response) {
        response.setHeader("Allow", METHODS);
        return new Problem(405, "method TRACE is not allowed; use another one");
    }

    /** An outage that passes. */
    public static Problem unavailable(String detail, long retryAfterSeconds) {
        return new Problem(503, detail).retryAfter(retryAfterSeconds);
    }

    public Problem retryAfter(long seconds) {
        retryAfterSeconds = seconds;
        return this;
    }

    /** Says that a credential was there, and is none (RFC 6750, 3.1). */
    public Problem invalidToken() {
        challenge = "Bearer error=\"invalid_token\"";
        return this;
    }

    /** Adds a member to the document. */
    public Problem with(String member, Object value) {
        members.put(member, value);
        return this;
    }

    public int status() {
        return status;
    }

    /** Writes the document, unless an answer is on its way already. */
    public void write(HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(status);
        response.setContentType("application/problem+json");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        if (retryAfterSeconds != null) {
            response.setHeader("Retry-After", retryAfterSeconds.toString());
        }
        if (status == 401) {
            response.setHeader("WWW-Authenticate", challenge);
        }
        response.getOutputStream().write(JSON.writeValueAsBytes(members));
        response.flushBuffer();
    }
}
