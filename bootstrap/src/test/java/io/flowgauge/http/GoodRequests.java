package io.flowgauge.http;

import static io.flowgauge.http.RunningService.newId;
import static io.flowgauge.http.RunningService.whole;

import io.flowgauge.domain.Permission;
import io.flowgauge.domain.Role;
import io.flowgauge.http.Contract.Operation;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Requests that are granted: their bodies are the contract's own examples, and what they are about, and who sends what ends a session or
 * changes a password, is made for each of them alone.
 */
final class GoodRequests {
    /** Who the contract's examples sign in as. */
    static final String LOGIN = "anna";

    static final String PASSWORD = "seven grey stones in the brook";

    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

    private final RunningService service;
    private final Accounts accounts;
    private final As admin;

    /** @param admin the service's first SuperAdmin */
    GoodRequests(RunningService service, As admin) {
        this.service = service;
        this.accounts = new Accounts(service);
        this.admin = admin;
    }

    record Good(String path, As as, String type, String body) {}

    /** One for each type of body that the operation takes. */
    List<Good> of(Operation operation) {
        List<Good> all = new ArrayList<>();
        operation.bodies().forEach((type, body) -> all.add(good(operation, type, example(operation, body))));
        return all.isEmpty() ? List.of(good(operation, "", "")) : all;
    }

    private Good good(Operation operation, String type, String body) {
        Map<String, String> ids = ids(operation.path);
        String path = VARIABLE.matcher(operation.path).replaceAll(variable -> ids.get(variable.group(1)));
        return new Good(path, as(operation), type, body);
    }

    private String example(Operation operation, JsonNode body) {
        JsonNode example = body.get("example").deepCopy();
        switch (operation.toString()) {
            case "POST /api/v1/users" -> ((ObjectNode) example).put("login", newId());
            case "POST /api/v1/tenants", "PATCH /api/v1/tenants/{tenantId}" ->
                ((ObjectNode) example).put("name", newId());
            case "PUT /api/v1/session/tenant" -> ((ObjectNode) example).put("tenantId", tenant());
            default -> {
                // As it is.
            }
        }
        return example.isString() ? example.asString() : JsonMapper.shared().writeValueAsString(example);
    }

    private As as(Operation operation) {
        if (operation.isForStrangers()) {
            return new As.Stranger();
        } else if (operation.permission().equals(Permission.REPORT.name())) {
            return new As.Bearer(RunningService.KEY);
        } else if (operation.isBySessionAlone()) {
            return session(user(Role.SUPER_ADMIN));
        } else if (operation.path.equals("/api/v1/me/password")) {
            String login = newId();
            user(login, ServiceApi.PASSWORD);
            return new As.Bearer(service.token(login, ServiceApi.PASSWORD));
        }
        return admin;
    }

    private Map<String, String> ids(String path) {
        if (path.contains("{userId}") || path.contains("{sessionId}")) {
            return ofUser(path);
        } else if (path.contains("{keyId}")) {
            return Map.of("keyId", key());
        } else if (path.contains("{tenantId}")) {
            return Map.of("tenantId", Long.toString(tenant()));
        }
        return VARIABLE.matcher(path).find() ? ofTask() : Map.of();
    }

    private Map<String, String> ofUser(String path) {
        if (path.startsWith("/api/v1/me/")) {
            return Map.of("sessionId", id(service.session("admin", ServiceApi.PASSWORD)));
        }
        String login = newId();
        long user = accounts.user(Accounts.DEFAULT, login, Role.VIEWER).id().value();
        return Map.of(
                "userId", Long.toString(user), "sessionId", path.contains("{sessionId}") ? id(session(login)) : "");
    }

    private Map<String, String> ofTask() {
        String request = newId();
        JsonNode run =
                service.report(whole(request, 1, "running", 1, "")).json().at("/runs/0");
        String task = service.send(
                        "GET", "/api/v1/tasks?auditId=" + run.get("auditId").asString(), admin, "")
                .json()
                .at("/tasks/0/id")
                .asString();
        return Map.of(
                "id",
                task,
                "auditId",
                run.get("auditId").asString(),
                "flowId",
                run.get("flowId").asString());
    }

    /** The id of a key of nobody. */
    String key() {
        String id = newId().replace("-", "");
        accounts.recorder(Accounts.DEFAULT, "fg_" + id + "_0123456789abcdefghijklmn");
        return id;
    }

    long tenant() {
        return accounts.tenant(newId(), ZoneOffset.UTC).id().value();
    }

    /** The login of somebody with the password of test users. */
    String user(Role role) {
        String login = newId();
        accounts.user(Accounts.DEFAULT, login, role);
        return login;
    }

    As.Session session(String login) {
        return service.session(login, Accounts.PASSWORD);
    }

    /** The id by which a session is listed. */
    String id(As.Session session) {
        for (JsonNode known :
                service.send("GET", "/api/v1/me/sessions", session, "").json().get("sessions")) {
            if (known.get("current").asBoolean()) {
                return known.get("id").asString();
            }
        }
        throw new AssertionError("a session that does not know itself");
    }

    /** Somebody whose password is this one. */
    void user(String login, String password) {
        ServiceApi.Answer made = service.send(
                "POST",
                "/api/v1/users",
                admin,
                "{\"login\":\"%s\",\"password\":\"%s\",\"roles\":[\"viewer\"],\"mustChangePassword\":false}"
                        .formatted(login, password));
        if (made.status() != 201) {
            throw new AssertionError("no user: " + made);
        }
    }
}
