package io.flowgauge.rest.security;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/** The cookie that a browser is known by, and the token that shows that a change comes from our own page. */
final class SessionCookie {
    /** The header that a change by a session has to carry. */
    static final String CSRF_HEADER = "X-CSRF-Token";

    private static final String NAME = "flowgauge_session";
    private static final Set<String> CHANGE_NOTHING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private SessionCookie() {}

    /** Empty when there is none, or more than one. */
    static Optional<String> of(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        List<String> values = cookies == null
                ? List.of()
                : Stream.of(cookies)
                        .filter(cookie -> NAME.equals(cookie.getName()))
                        .map(Cookie::getValue)
                        .toList();
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }

    /** Gives the browser its cookie. */
    static void set(HttpServletRequest request, HttpServletResponse response, String value) {
        write(request, response, value, Duration.ofSeconds(-1));
    }

    /** Takes the cookie away. */
    static void clear(HttpServletRequest request, HttpServletResponse response) {
        write(request, response, "", Duration.ZERO);
    }

    private static void write(HttpServletRequest request, HttpServletResponse response, String value, Duration age) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(NAME, value)
                        .httpOnly(true)
                        .secure(request.isSecure())
                        .sameSite("Strict")
                        .path("/")
                        .maxAge(age)
                        .build()
                        .toString());
    }

    /** The token that belongs to a cookie: whoever has the one can make the other, and a foreign page has neither. */
    static String csrfToken(String cookie) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256")
                            .digest(("csrf of " + cookie).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }

    /** Whether a request changes nothing, or shows that our page sent it. */
    static boolean isOwnPages(HttpServletRequest request, String cookie) {
        String shown = request.getHeader(CSRF_HEADER);
        return CHANGE_NOTHING.contains(request.getMethod())
                || (shown != null
                        && MessageDigest.isEqual(
                                shown.getBytes(StandardCharsets.UTF_8),
                                csrfToken(cookie).getBytes(StandardCharsets.UTF_8)));
    }
}
