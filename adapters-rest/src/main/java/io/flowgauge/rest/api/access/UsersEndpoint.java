package io.flowgauge.rest.api.access;

import io.flowgauge.application.port.in.AdministerUsers;
import io.flowgauge.application.port.in.SignInOnPage;
import io.flowgauge.domain.Permission;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.User;
import io.flowgauge.domain.UserId;
import io.flowgauge.rest.api.access.SessionsJson.SessionJson;
import io.flowgauge.rest.body.JsonBody;
import io.flowgauge.rest.problem.Problem;
import io.flowgauge.rest.query.Parameters;
import io.flowgauge.rest.security.Caller;
import io.flowgauge.rest.security.Requires;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/users}: the users of the caller's tenant. */
@RestController
class UsersEndpoint {
    private static final String NEW =
            "{\"login\": \"…\", \"password\": \"…\", \"roles\": [\"viewer\"], \"mustChangePassword\": true}";
    private static final String EDIT =
            "{\"roles\": […], \"enabled\": …, \"password\": \"…\", \"mustChangePassword\": …}, each of which may be left out";

    private final AdministerUsers users;
    private final SignInOnPage sessions;

    UsersEndpoint(AdministerUsers users, SignInOnPage sessions) {
        this.users = users;
        this.sessions = sessions;
    }

    record UsersJson(List<UserJson> users, @Nullable String next) {}

    @Requires(Permission.ADMINISTER)
    @GetMapping(path = "/api/v1/users", produces = MediaType.APPLICATION_JSON_VALUE)
    UsersJson users(@AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        Parameters.only(request, "limit", "cursor");
        Slice<User> slice = Slice.of(request, "users", users.users(caller.tenant()), User::login);
        return new UsersJson(slice.items().stream().map(UserJson::of).toList(), slice.next());
    }

    @Requires(Permission.ADMINISTER)
    @GetMapping(path = "/api/v1/users/{userId}", produces = MediaType.APPLICATION_JSON_VALUE)
    UserJson user(@AuthenticationPrincipal Caller caller, @PathVariable String userId, HttpServletRequest request) {
        Parameters.only(request);
        return UserJson.of(known(caller, userId));
    }

    private User known(Caller caller, String userId) {
        return users.user(caller.tenant(), Parameters.userId(userId))
                .orElseThrow(() -> new Problem(404, notFound(userId)));
    }

    private UserId administered(Caller caller, String userId, HttpServletRequest request) {
        return Outcome.of(users.administered(caller.actor(request), Parameters.userId(userId)), notFound(userId))
                .id();
    }

    private static String notFound(String userId) {
        return "there is no user " + userId;
    }

    @Requires(Permission.ADMINISTER)
    @PostMapping(path = "/api/v1/users", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    UserJson create(@AuthenticationPrincipal Caller caller, HttpServletRequest request) throws IOException {
        Parameters.only(request);
        JsonBody body = JsonBody.of(request, NEW);
        body.only("login", "password", "roles", "mustChangePassword");
        Optional<String> login = body.text("login", Fields::name);
        Optional<String> password = body.text("password");
        Set<Role> roles = Fields.roles(body).orElse(Set.of());
        boolean mustChange = body.bool("mustChangePassword").orElse(true);
        if (!body.has("roles")) {
            body.fault("roles", "roles must be there, as a list of texts");
        }
        body.check();
        return UserJson.of(Outcome.of(
                users.create(caller.actor(request), login.orElseThrow(), password.orElseThrow(), roles, mustChange),
                "there is no such tenant any more"));
    }

    @Requires(Permission.ADMINISTER)
    @PatchMapping(path = "/api/v1/users/{userId}", produces = MediaType.APPLICATION_JSON_VALUE)
    UserJson edit(@AuthenticationPrincipal Caller caller, @PathVariable String userId, HttpServletRequest request)
            throws IOException {
        Parameters.only(request);
        UserId id = Parameters.userId(userId);
        JsonBody body = JsonBody.of(request, EDIT);
        body.only("roles", "enabled", "password", "mustChangePassword");
        AdministerUsers.Edit edit = new AdministerUsers.Edit(
                Fields.roles(body),
                body.bool("enabled"),
                body.has("password") ? body.text("password") : Optional.empty(),
                body.bool("mustChangePassword"));
        body.check();
        return UserJson.of(Outcome.of(users.edit(caller.actor(request), id, edit), notFound(userId)));
    }

    @Requires(Permission.ADMINISTER)
    @DeleteMapping(path = "/api/v1/users/{userId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@AuthenticationPrincipal Caller caller, @PathVariable String userId, HttpServletRequest request) {
        Parameters.only(request);
        Outcome.of(users.delete(caller.actor(request), Parameters.userId(userId)), notFound(userId));
    }

    @Requires(Permission.ADMINISTER)
    @GetMapping(path = "/api/v1/users/{userId}/sessions", produces = MediaType.APPLICATION_JSON_VALUE)
    SessionsJson sessions(
            @AuthenticationPrincipal Caller caller, @PathVariable String userId, HttpServletRequest request) {
        Parameters.only(request);
        return new SessionsJson(sessions.sessions(administered(caller, userId, request)).stream()
                .map(session -> SessionJson.of(session, caller))
                .toList());
    }

    @Requires(Permission.ADMINISTER)
    @DeleteMapping(path = "/api/v1/users/{userId}/sessions/{sessionId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void endSession(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String userId,
            @PathVariable String sessionId,
            HttpServletRequest request) {
        Parameters.only(request);
        Outcome.of(
                sessions.end(caller.actor(request), administered(caller, userId, request), sessionId),
                "user " + userId + " has no session of that id");
    }
}
