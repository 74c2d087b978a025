package io.flowgauge.rest.security;

import io.flowgauge.application.port.in.CheckAccess;
import io.flowgauge.application.port.in.CheckAccess.KeyAnswer;
import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.domain.Permission;
import io.flowgauge.rest.problem.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/** Tells whose a request is. A request whose credential is not valid goes on as nobody's. */
final class CredentialFilter extends OncePerRequestFilter {
    private static final Set<String> SIGN_IN =
            Set.of("/api/v1/session", "/rest/v1/token-auth/issue", "/etl/rest/v1/token-auth/issue");
    private static final String REFUSED = CredentialFilter.class.getName() + ".refused";

    private final CheckAccess access;
    private final Tokens tokens;
    private final RefusalLog refusals;
    private final RequestAttributeSecurityContextRepository contexts = new RequestAttributeSecurityContextRepository();

    CredentialFilter(CheckAccess access, Tokens tokens, RefusalLog refusals) {
        this.access = access;
        this.tokens = tokens;
        this.refusals = refusals;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (SIGN_IN.contains(request.getRequestURI()) && request.getMethod().equals("POST")) {
            // Whoever signs in is nobody yet, whatever an earlier session left in the browser.
            chain.doFilter(request, response);
            return;
        }
        Optional<Presented> presented;
        try {
            presented = presented(request);
        } catch (HistoryUnavailable away) {
            Problem.unavailable("the session cannot be looked up at the moment; try again", 2)
                    .write(response);
            return;
        }
        if (presented.isPresent()) {
            Presented credential = presented.get();
            if (credential instanceof Presented.TooMany many) {
                long seconds = many.retryAfter().toSeconds();
                new Problem(429, "the key has had its requests of this minute; go on in " + seconds + " s")
                        .retryAfter(seconds)
                        .write(response);
                return;
            } else if (credential instanceof Presented.Forged) {
                new Problem(
                                403,
                                "a change by a session needs the header " + SessionCookie.CSRF_HEADER
                                        + " with the csrfToken that GET /api/v1/me tells")
                        .write(response);
                return;
            } else if (credential instanceof Presented.Refused refused) {
                refusals.add(request.getRemoteAddr(), refused.why());
                request.setAttribute(REFUSED, refused);
            } else if (credential instanceof Presented.Valid valid) {
                SecurityContext context = SecurityContextHolder.createEmptyContext();
                context.setAuthentication(authenticated(valid.caller()));
                SecurityContextHolder.setContext(context);
                // For the dispatches that follow, which run this filter no more.
                contexts.saveContext(context, request, response);
            }
        }
        chain.doFilter(request, response);
    }

    /** What to tell a stranger, or someone whose credential was refused. */
    static Problem unauthorized(HttpServletRequest request) {
        @Nullable Object refused = request.getAttribute(REFUSED);
        return refused instanceof Presented.Refused why
                ? new Problem(401, why.detail()).invalidToken()
                : new Problem(401, Presented.Refused.NEEDED);
    }

    /** Empty when the request has no credential at all. What it has in its header counts before a cookie. */
    private Optional<Presented> presented(HttpServletRequest request) {
        return Credential.of(request)
                .map(this::inHeader)
                .or(() -> SessionCookie.of(request).map(cookie -> bySession(request, cookie)));
    }

    private Presented inHeader(Credential given) {
        if (given instanceof Credential.Unreadable unreadable) {
            return Presented.Refused.because(unreadable.why());
        }
        String text = ((Credential.Bearer) given).text();
        return text.startsWith("fg_") ? byKey(text) : tokens.presented(text);
    }

    private Presented byKey(String text) {
        KeyAnswer answer = access.key(text);
        if (answer instanceof KeyAnswer.Valid valid) {
            return new Presented.Valid(new Caller.Program(valid.key()));
        } else if (answer instanceof KeyAnswer.TooMany many) {
            return new Presented.TooMany(many.retryAfter());
        }
        return Presented.Refused.because("a key: " + ((KeyAnswer.Refused) answer).why());
    }

    private Presented bySession(HttpServletRequest request, String cookie) {
        return access.session(cookie)
                .<Presented>map(known -> SessionCookie.isOwnPages(request, cookie)
                        ? new Presented.Valid(new Caller.Person(
                                known.user(),
                                known.session().tenant(),
                                new Caller.By.Session(known.session(), SessionCookie.csrfToken(cookie))))
                        : new Presented.Forged())
                .orElseGet(() -> new Presented.Refused(
                        "a session: there is none of that cookie, or it has ended",
                        "the session has ended; sign in again"));
    }

    private static Authentication authenticated(Caller caller) {
        String[] may = Arrays.stream(Permission.values())
                .filter(caller::may)
                .map(Enum::name)
                .toArray(String[]::new);
        return UsernamePasswordAuthenticationToken.authenticated(caller, null, AuthorityUtils.createAuthorityList(may));
    }
}
