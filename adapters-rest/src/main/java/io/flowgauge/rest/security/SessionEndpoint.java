package io.flowgauge.rest.security;

import io.flowgauge.application.port.in.SignInOnPage;
import io.flowgauge.domain.PageSession;
import io.flowgauge.domain.Permission;
import io.flowgauge.rest.body.JsonBody;
import io.flowgauge.rest.query.Parameters;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/session}: signing in on the page, and out. */
@RestController
class SessionEndpoint {
    private final SignInOnPage sessions;

    SessionEndpoint(SignInOnPage sessions) {
        this.sessions = sessions;
    }

    /** @param csrfToken that a change by this session has to carry in the header {@code X-CSRF-Token} */
    record Begun(String csrfToken) {
        /** Without the token: answers are logged where an operator looks closely. */
        @Override
        public String toString() {
            return "Begun";
        }
    }

    /** A foreign page cannot send JSON without being asked whether it may, so nobody is signed in by one. */
    @ForStrangers
    @PostMapping(path = "/api/v1/session", produces = MediaType.APPLICATION_JSON_VALUE)
    Begun signIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Parameters.only(request);
        JsonBody body = JsonBody.of(request, Login.SHAPE);
        body.only("login", "password");
        Login login = Login.of(body);
        String agent = Optional.ofNullable(request.getHeader("User-Agent")).orElse("");
        SignInOnPage.Answer answer = sessions.begin(login.login(), login.password(), request.getRemoteAddr(), agent);
        if (answer instanceof SignInOnPage.Answer.Begun begun) {
            SessionCookie.set(request, response, begun.cookie());
            return new Begun(SessionCookie.csrfToken(begun.cookie()));
        }
        throw SignInProblem.of(((SignInOnPage.Answer.NotIssued) answer).why());
    }

    @Requires(Permission.OWN_ACCOUNT)
    @DeleteMapping(path = "/api/v1/session")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void signOut(@AuthenticationPrincipal Caller caller, HttpServletRequest request, HttpServletResponse response) {
        Parameters.only(request);
        PageSession session = caller.bySession().session();
        sessions.end(caller.actor(request), session.user(), session.id());
        SessionCookie.clear(request, response);
    }
}
