package io.flowgauge.rest.security;

import io.flowgauge.application.port.in.IssueTokens;
import io.flowgauge.application.port.in.IssueTokens.Answer;
import io.flowgauge.domain.Permission;
import io.flowgauge.domain.TenantId;
import io.flowgauge.rest.body.JsonBody;
import io.flowgauge.rest.problem.Problem;
import io.flowgauge.rest.query.Parameters;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
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

    @ForStrangers
    @PostMapping(
            path = {"/rest/v1/token-auth/issue", "/etl/rest/v1/token-auth/issue"},
            produces = MediaType.APPLICATION_JSON_VALUE)
    Issued issue(HttpServletRequest request) throws IOException {
        Login login = Login.of(JsonBody.ofAnyType(request, Login.SHAPE));
        Answer answer = issueTokens.issue(login.login(), login.password(), request.getRemoteAddr());
        if (answer instanceof Answer.Granted granted) {
            return new Issued(tokens.of(granted));
        }
        throw SignInProblem.of(answer);
    }

    @Requires(Permission.GOVERN)
    @PostMapping(
            path = {"/rest/v1/token-auth/tenants/{tenantId}", "/etl/rest/v1/token-auth/tenants/{tenantId}"},
            produces = MediaType.APPLICATION_JSON_VALUE)
    Issued switchTenant(
            @AuthenticationPrincipal Caller caller, @PathVariable String tenantId, HttpServletRequest request) {
        TenantId tenant = Parameters.tenantId(tenantId);
        if (!(caller instanceof Caller.Person person && person.by() instanceof Caller.By.Token token)) {
            throw new Problem(403, "this is for tokens; a session switches by PUT /api/v1/session/tenant");
        }
        return issueTokens
                .switchTenant(caller.actor(request), person.user(), tenant, token.expires())
                .map(granted -> new Issued(tokens.of(granted)))
                .orElseThrow(() -> new Problem(404, "there is no tenant " + tenantId));
    }
}
