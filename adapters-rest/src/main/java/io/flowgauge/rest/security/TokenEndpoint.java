package io.flowgauge.rest.security;

import io.flowgauge.application.port.in.IssueTokens;
import io.flowgauge.application.port.in.IssueTokens.Answer;
import io.flowgauge.rest.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code POST /rest/v1/token-auth/issue}: login and password for a token. */
@RestController
class TokenEndpoint {
    private static final int LONGEST_BODY = 64 * 1024;
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

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
        byte[] body = request.getInputStream().readNBytes(LONGEST_BODY + 1);
        if (body.length > LONGEST_BODY) {
            throw new Problem(413, "the body has more than " + LONGEST_BODY + " bytes");
        }
        JsonNode json;
        try {
            json = STRICT.readTree(body);
        } catch (JacksonException broken) {
            throw Problem.badRequest("the body is no valid JSON; send {\"login\": \"…\", \"password\": \"…\"}");
        }
        List<Problem.At> errors = new ArrayList<>();
        for (String field : List.of("login", "password")) {
            if (!json.path(field).isString()) {
                errors.add(new Problem.At("/" + field, field + " must be there, as text"));
            }
        }
        if (!errors.isEmpty()) {
            throw Problem.badRequest("the body must be {\"login\": \"…\", \"password\": \"…\"}", errors);
        }
        return new Login(json.path("login").asString(), json.path("password").asString());
    }
}
