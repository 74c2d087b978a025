package io.flowgauge.rest.security;

import io.flowgauge.application.port.in.CheckAccess;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/** Tells whose a request is. A request whose credential is not valid goes on as nobody's. */
final class CredentialFilter extends OncePerRequestFilter {
    /** What a recorder's key may, beside the roles of users. */
    static final String RECORDER = "RECORDER";

    private final CheckAccess access;
    private final Tokens tokens;
    private final RequestAttributeSecurityContextRepository contexts = new RequestAttributeSecurityContextRepository();

    CredentialFilter(CheckAccess access, Tokens tokens) {
        this.access = access;
        this.tokens = tokens;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Authentication> caller = Credential.of(request).flatMap(this::caller);
        if (caller.isPresent()) {
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(caller.get());
            SecurityContextHolder.setContext(context);
            // For the dispatches that follow, which run this filter no more.
            contexts.saveContext(context, request, response);
        }
        chain.doFilter(request, response);
    }

    private Optional<Authentication> caller(String credential) {
        if (credential.startsWith("fg_")) {
            return access.recorder(credential)
                    .map(tenant -> authenticated(new Caller.Recorder(tenant), List.of(RECORDER)));
        }
        return tokens.user(credential)
                .map(user -> authenticated(
                        new Caller.Person(user),
                        user.roles().stream().map(Enum::name).toList()));
    }

    private static Authentication authenticated(Caller caller, List<String> may) {
        return UsernamePasswordAuthenticationToken.authenticated(caller, null, AuthorityUtils.createAuthorityList(may));
    }
}
