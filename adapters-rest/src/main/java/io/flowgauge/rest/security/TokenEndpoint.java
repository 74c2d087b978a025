package io.flowgauge.rest.security;

import io.flowgauge.application.port.in.IssueTokens;
import io.flowgauge.application.port.in.IssueTokens.Answer;
import io.flowgauge.rest.body.JsonBody;
import io.flowgauge.rest.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /rest/v1/token-auth/issue}: login and password for a token. */
@RestController
class TokenEndpoint {
    private final IssueTokens issueTokens;
    private final Tokens tokens;

    TokenEndpoint(IssueTokens issueTokens, Tokens tokens) {
        this.issueTokens = issueTokens;
        this.tokens = tokens;
    }

    record Issued(String token) {
        /** Without the token: answers are logged where an operator looks closely. */
        @Override
        public String toString() {
            return "Issued";
        }
    }

    private record Login(String login, String password) {
        @Override
        public String toString() {
            return "Login[" + login + "]";
        }
    }

    @PostMapping(
            path = {"/rest/v1/token-auth/issue", "/etl/rest/v1/token-auth/issue"},
            produces = MediaType.APPLICATION_JSON_VALUE)
    Issued issue(HttpServletRequest request) throws IOException {
        Login login = read(request);
        Answer answer = issueTokens.issue(login.login(), login.password(), request.getRemoteAddr());
        if (answer instanceof Answer.Granted granted) {
            return new Issued(tokens.of(granted));
        } else if (answer instanceof Answer.Throttled throttled) {
            throw new Problem(429, "too many failed attempts; try again later")
                    .retryAfter(throttled.retryAfter().toSeconds());
        } else if (answer instanceof Answer.Busy busy) {
            throw Problem.unavailable(
                    "too many sign-ins at once; try again", busy.retryAfter().toSeconds());
        }
        throw new Problem(401, "login or password is wrong");
    }

    private static Login read(HttpServletRequest request) throws IOException {
        JsonBody body = JsonBody.of(request, "{\"login\": \"…\", \"password\": \"…\"}");
        Optional<String> login = body.text("login");
        Optional<String> password = body.text("password");
        body.check();
        return new Login(login.orElseThrow(), password.orElseThrow());
    }
}
