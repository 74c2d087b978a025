package io.flowgauge.http;

import static io.flowgauge.http.RunningService.newId;
import static io.flowgauge.http.RunningService.whole;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.domain.Role;
import io.flowgauge.domain.TenantId;
import io.flowgauge.http.ServiceApi.Answer;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import tools.jackson.databind.JsonNode;

/** Each endpoint that the application maps, asked by everybody there can be, about what is the tenant's own and another's. */
class WhoMayWhatTest {
    private static final Pattern ROW = Pattern.compile("\\s+");

    /**
     * What is answered, by endpoint: to a stranger, Viewer, Operator, Editor, Administrator and SuperAdmin, to the keys of a Recorder, a
     * Viewer and a Monitor; and, last, to whoever may, of another tenant's ids.
     */
    private static final String EXPECTED = """
            GET    /api/v1/tasks                                401 200 200 200 200 200  403 200 403  -
            GET    /api/v1/tasks/{id}                           401 200 200 200 200 200  403 200 403  404
            GET    /api/v1/tasks/{id}/history                   401 200 200 200 200 200  403 200 403  404
            POST   /api/v1/tasks/{id}/end                       401 403 200 200 200 200  403 403 403  404
            GET    /api/v1/history/export                       401 200 200 200 200 200  403 200 403  -
            GET    /api/v1/flows                                401 200 200 200 200 200  403 200 403  -
            GET    /api/v1/flows/{flowId}                       401 200 200 200 200 200  403 200 403  404
            PATCH  /api/v1/flows/{flowId}                       401 403 403 200 200 200  403 403 403  404
            GET    /api/v1/flows/{flowId}/trend                 401 200 200 200 200 200  403 200 403  404
            GET    /api/v1/flows/{flowId}/runs                  401 200 200 200 200 200  403 200 403  404
            GET    /api/v1/runs/{auditId}                       401 200 200 200 200 200  403 200 403  404
            POST   /api/v1/reports                              401 403 403 403 403 403  200 403 403  -
            GET    /api/v1/users                                401 403 403 403 200 200  403 403 403  -
            POST   /api/v1/users                                401 403 403 403 201 201  403 403 403  -
            GET    /api/v1/users/{userId}                       401 403 403 403 200 200  403 403 403  404
            PATCH  /api/v1/users/{userId}                       401 403 403 403 200 200  403 403 403  404
            DELETE /api/v1/users/{userId}                       401 403 403 403 204 204  403 403 403  404
            GET    /api/v1/users/{userId}/sessions              401 403 403 403 200 200  403 403 403  404
            DELETE /api/v1/users/{userId}/sessions/{sessionId}  401 403 403 403 204 204  403 403 403  404
            GET    /api/v1/api-keys                             401 403 403 403 200 200  403 403 403  -
            POST   /api/v1/api-keys                             401 403 403 403 201 201  403 403 403  -
            POST   /api/v1/api-keys/{keyId}/rotate              401 403 403 403 201 201  403 403 403  404
            DELETE /api/v1/api-keys/{keyId}                     401 403 403 403 204 204  403 403 403  404
            GET    /api/v1/tenants                              401 403 403 403 403 200  403 403 403  -
            POST   /api/v1/tenants                              401 403 403 403 403 201  403 403 403  -
            GET    /api/v1/tenants/{tenantId}                   401 403 403 403 403 200  403 403 403  200
            PATCH  /api/v1/tenants/{tenantId}                   401 403 403 403 403 200  403 403 403  200
            DELETE /api/v1/tenants/{tenantId}                   401 403 403 403 403 202  403 403 403  202
            GET    /api/v1/tenant                               401 200 200 200 200 200  403 200 403  -
            PATCH  /api/v1/tenant                               401 403 403 403 200 200  403 403 403  -
            GET    /api/v1/audit                                401 403 403 403 200 200  403 403 403  -
            GET    /api/v1/me                                   401 200 200 200 200 200  403 403 403  -
            PUT    /api/v1/me/password                          401 204 204 204 204 204  403 403 403  -
            GET    /api/v1/me/sessions                          401 200 200 200 200 200  403 403 403  -
            DELETE /api/v1/me/sessions/{sessionId}              401 204 204 204 204 204  403 403 403  404
            POST   /api/v1/session                              200 200 200 200 200 200  200 200 200  -
            DELETE /api/v1/session                              401 204 204 204 204 204  403 403 403  -
            PUT    /api/v1/session/tenant                       401 403 403 403 403 200  403 403 403  -
            GET    /rest/v1/tasks                               401 403 403 403 200 200  403 403 403  -
            GET    /rest/v1/tasks/{auditId}                     401 403 403 403 200 200  403 403 403  200
            GET    /rest/v1/executions/{flowId}                 401 403 200 200 200 200  403 403 403  404
            GET    /rest/v1/metrics/executions                  401 403 403 403 200 200  403 403 403  -
            POST   /rest/v1/token-auth/issue                    200 200 200 200 200 200  200 200 200  -
            POST   /rest/v1/token-auth/tenants/{tenantId}       401 403 403 403 403 200  403 403 403  200
            GET    /v3/api-docs                                 200 200 200 200 200 200  200 200 200  -
            GET    /docs                                        200 200 200 200 200 200  200 200 200  -
            GET    /actuator                                    401 403 403 403 403 200  403 403 200  -
            GET    /actuator/health                             200 200 200 200 200 200  200 200 200  -
            GET    /actuator/health/**                          200 200 200 200 200 200  200 200 200  -
            GET    /actuator/info                               401 403 403 403 403 200  403 403 200  -
            GET    /actuator/prometheus                         401 403 403 403 403 200  403 403 200  -
            """;

    /** Who asks; in the order of the columns. */
    private enum Who {
        STRANGER,
        VIEWER,
        OPERATOR,
        EDITOR,
        ADMINISTRATOR,
        SUPER_ADMIN,
        RECORDER_KEY,
        VIEWER_KEY,
        MONITOR_KEY;

        boolean isPerson() {
            return this != STRANGER && !name().endsWith("_KEY");
        }

        Role role() {
            return Role.valueOf(name().replace("_KEY", ""));
        }
    }

    private record Row(Map<Who, Integer> own, String foreign) {}

    /** A request as one of the application's mappings takes it. */
    record Mapped(String method, String path) {
        /** Without what makes the same endpoint answer at several paths. */
        String canonical() {
            return method + " " + path.replaceFirst("^/etl", "").replaceFirst("(?<=.)/$", "");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /** A tenant with somebody of each kind. */
    private static final class Team {
        final TenantId tenant;
        final String name;
        final Map<Who, String> credentials = new EnumMap<>(Who.class);

        Team(TenantId tenant, String name) {
            this.tenant = tenant;
            this.name = name;
            for (Who who : Who.values()) {
                if (who.isPerson()) {
                    credentials.put(who, accounts.token(tenant, who.name() + name, who.role()));
                } else if (who != Who.STRANGER) {
                    String key = "fg_" + who.name().replace("_", "") + name + "_0123456789abcdefghijklmn";
                    accounts.key(tenant, key, who.role());
                    credentials.put(who, key);
                }
            }
        }

        As as(Who who) {
            return who == Who.STRANGER ? new As.Stranger() : new As.Bearer(credentials.get(who));
        }
    }

    private static final Map<String, Row> ROWS = rows();
    private static final Map<Who, As> SESSIONS = new EnumMap<>(Who.class);
    private static final String UNKNOWN = "999999999";

    private static RunningService service;
    private static Accounts accounts;
    private static Team own;
    private static Team other;

    private static Map<String, Row> rows() {
        return EXPECTED.lines()
                .map(line -> List.of(ROW.split(line.strip())))
                .collect(toMap(cells -> cells.get(0) + " " + cells.get(1), WhoMayWhatTest::row));
    }

    private static Row row(List<String> cells) {
        assertThat(cells).hasSize(3 + Who.values().length);
        Map<Who, Integer> own = new EnumMap<>(Who.class);
        Iterator<String> cell = cells.listIterator(2);
        for (Who who : Who.values()) {
            own.put(who, Integer.valueOf(cell.next()));
        }
        return new Row(own, cell.next());
    }

    @BeforeAll
    static void start() {
        service = new RunningService();
        accounts = new Accounts(service);
        own = new Team(Accounts.DEFAULT, "own");
        other = new Team(accounts.tenant("other", ZoneOffset.UTC).id(), "other");
        Stream.of(Who.values())
                .filter(Who::isPerson)
                .forEach(who -> SESSIONS.put(who, service.session(who.name() + own.name, Accounts.PASSWORD)));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /** All that the application answers, the framework's page of errors excepted. */
    static Stream<Mapped> mappings() {
        return service.beans(RequestMappingInfoHandlerMapping.class).stream()
                .flatMap(mapping -> mapping.getHandlerMethods().entrySet().stream())
                .filter(mapping -> !ErrorController.class.isAssignableFrom(
                        mapping.getValue().getBeanType()))
                .flatMap(mapping -> mapping.getKey().getMethodsCondition().getMethods().stream()
                        .flatMap(method -> mapping.getKey().getPatternValues().stream()
                                .map(path -> new Mapped(method.name(), path))));
    }

    @Test
    void eachEndpointHasARowAndEachRowAnEndpoint() {
        assertThat(mappings().map(Mapped::canonical).distinct()).containsExactlyInAnyOrderElementsOf(ROWS.keySet());
    }

    /** The ids of what a request is about, made anew so that one request's ending or removal is none of the next. */
    private static Map<String, String> ids(Mapped mapped, Who who, Team whose) {
        Set<String> variables = Set.copyOf(Pattern.compile("\\{(\\w+)}")
                .matcher(mapped.path())
                .results()
                .map(found -> found.group(1))
                .toList());
        if (variables.contains("id") || variables.contains("flowId") || variables.contains("auditId")) {
            JsonNode run = service.send(
                            "POST", "/api/v1/reports", own.as(Who.RECORDER_KEY), whole(newId(), 1, "running", 1, ""))
                    .json()
                    .get("runs")
                    .get(0);
            String audit = run.get("auditId").asString();
            String task = service.send("GET", "/api/v1/runs/" + audit, own.as(Who.ADMINISTRATOR), "")
                    .json()
                    .get("tasks")
                    .get(0)
                    .get("id")
                    .asString();
            return Map.of(
                    "id", task, "auditId", audit, "flowId", run.get("flowId").asString());
        } else if (variables.contains("userId") || variables.contains("sessionId")) {
            return ofUser(mapped, who, whose);
        } else if (variables.contains("keyId")) {
            String id = newId().replace("-", "");
            accounts.recorder(own.tenant, "fg_" + id + "_0123456789abcdefghijklmn");
            return Map.of("keyId", id);
        } else if (variables.contains("tenantId")) {
            TenantId tenant = mapped.method().equals("DELETE")
                    ? accounts.tenant(newId(), ZoneOffset.UTC).id()
                    : own.tenant;
            return Map.of("tenantId", Long.toString(tenant.value()));
        }
        assertThat(variables).isEmpty();
        return Map.of();
    }

    private static Map<String, String> ofUser(Mapped mapped, Who who, Team whose) {
        boolean isOwnSession = mapped.path().startsWith("/api/v1/me/") && who.isPerson() && whose == own;
        String login = isOwnSession ? who.name() + own.name : newId();
        String id = isOwnSession
                ? ""
                : Long.toString(
                        accounts.user(own.tenant, login, Role.VIEWER).id().value());
        if (!mapped.path().contains("{sessionId}")) {
            return Map.of("userId", id);
        }
        As.Session session = service.session(login, Accounts.PASSWORD);
        String sessionId = "";
        for (JsonNode known :
                service.send("GET", "/api/v1/me/sessions", session, "").json().get("sessions")) {
            if (known.get("current").asBoolean()) {
                sessionId = known.get("id").asString();
            }
        }
        return Map.of("userId", id, "sessionId", sessionId);
    }

    private static String body(Mapped mapped, String login) {
        return switch (mapped.canonical()) {
            case "POST /api/v1/tasks/{id}/end" -> "{\"state\":\"failed\",\"reason\":\"gone\"}";
            case "PATCH /api/v1/flows/{flowId}" -> "{\"owner\":\"x\"}";
            case "POST /api/v1/reports" -> whole(newId(), 1, "running", 1, "");
            case "POST /api/v1/users" ->
                "{\"login\":\"%s\",\"password\":\"quite another phrase 7\",\"roles\":[\"viewer\"]}".formatted(newId());
            case "PATCH /api/v1/users/{userId}" -> "{\"roles\":[\"editor\"]}";
            case "POST /api/v1/api-keys" -> "{\"name\":\"a key\",\"role\":\"viewer\"}";
            case "POST /api/v1/api-keys/{keyId}/rotate" -> "{}";
            case "POST /api/v1/tenants" -> "{\"name\":\"%s\"}".formatted(newId());
            case "PATCH /api/v1/tenants/{tenantId}", "PATCH /api/v1/tenant" -> "{\"zone\":\"UTC\"}";
            case "PUT /api/v1/me/password" ->
                "{\"current\":\"%s\",\"password\":\"quite another phrase 7\"}".formatted(Accounts.PASSWORD);
            case "PUT /api/v1/session/tenant" -> "{\"tenantId\":%d}".formatted(other.tenant.value());
            case "POST /api/v1/session", "POST /rest/v1/token-auth/issue" ->
                "{\"login\":\"%s\",\"password\":\"%s\"}".formatted(login, Accounts.PASSWORD);
            default -> "";
        };
    }

    /** Who has to come by a session, or changes the account, comes as somebody who is asked nothing afterwards. */
    private static As as(Mapped mapped, Who who, Team team) {
        boolean bySession =
                Set.of("DELETE /api/v1/session", "PUT /api/v1/session/tenant").contains(mapped.canonical());
        if (!who.isPerson() || !(bySession || mapped.path().equals("/api/v1/me/password"))) {
            return team.as(who);
        }
        String login = newId();
        accounts.user(team.tenant, login, who.role());
        return bySession
                ? service.session(login, Accounts.PASSWORD)
                : new As.Bearer(service.token(login, Accounts.PASSWORD));
    }

    private static String path(Mapped mapped, Function<String, String> id) {
        return Pattern.compile("\\{(\\w+)}")
                .matcher(mapped.path().replace("/**", "/liveness"))
                .replaceAll(variable -> id.apply(variable.group(1)));
    }

    private static Answer send(Mapped mapped, Who who, Team team, Function<String, String> id) {
        return service.send(
                mapped.method(), path(mapped, id), as(mapped, who, team), body(mapped, "VIEWER" + own.name));
    }

    @ParameterizedTest
    @MethodSource("mappings")
    void ofTheirOwnTenantEveryoneIsAnsweredAsTheTableSays(Mapped mapped) {
        SoftAssertions cells = new SoftAssertions();
        ROWS.get(mapped.canonical()).own().forEach((who, status) -> {
            Map<String, String> ids = ids(mapped, who, own);
            Answer answer = send(mapped, who, own, ids::get);
            cells.assertThat(answer.status()).as(who + ": " + answer.body()).isEqualTo(status);
        });
        cells.assertAll();
    }

    static Stream<Mapped> reads() {
        return mappings().filter(mapped -> mapped.method().equals("GET"));
    }

    /** Of changes by a session, {@link SessionsTest} tells more. */
    @ParameterizedTest
    @MethodSource("reads")
    void onThePageEveryoneReadsWhatTheyReadByAToken(Mapped mapped) {
        SoftAssertions cells = new SoftAssertions();
        SESSIONS.forEach((who, session) -> {
            Answer answer = service.send("GET", path(mapped, ids(mapped, who, own)::get), session, "");
            cells.assertThat(answer.status())
                    .as(who + ": " + answer.body())
                    .isEqualTo(ROWS.get(mapped.canonical()).own().get(who));
        });
        cells.assertAll();
    }

    static Stream<Mapped> mappingsOfIds() {
        return mappings()
                .filter(mapped -> !ROWS.get(mapped.canonical()).foreign().equals("-"));
    }

    @ParameterizedTest
    @MethodSource("mappingsOfIds")
    void anotherTenantsIdsAreAnsweredAsIfTheyWereNotThere(Mapped mapped) {
        SoftAssertions cells = new SoftAssertions();
        Row row = ROWS.get(mapped.canonical());
        boolean isOfAnyTenant = mapped.path().contains("{tenantId}");
        row.own().forEach((who, ownStatus) -> {
            int expected = ownStatus < 300 ? Integer.parseInt(row.foreign()) : ownStatus;
            Map<String, String> ids = ids(mapped, who, other);
            Answer foreign = send(mapped, who, other, ids::get);
            cells.assertThat(foreign.status()).as(who + ": " + foreign.body()).isEqualTo(expected);
            if (!isOfAnyTenant) {
                Answer none = send(mapped, who, other, variable -> UNKNOWN);
                cells.assertThat(without(ids, foreign)).as(who.name()).isEqualTo(without(ids, none));
                cells.assertThat(headers(foreign)).isEqualTo(headers(none));
            }
        });
        cells.assertAll();
    }

    /** Without the one that the server sends with every hundredth answer of a connection. */
    private static Set<String> headers(Answer answer) {
        Set<String> names = new TreeSet<>(answer.response().headers().map().keySet());
        names.remove("connection");
        return names;
    }

    private static String without(Map<String, String> ids, Answer answer) {
        String body = answer.body().replace(UNKNOWN, "…");
        for (String id : ids.values()) {
            body = id.isEmpty() ? body : body.replaceAll("\\b" + Pattern.quote(id) + "\\b", "…");
        }
        return answer.status() + " " + body;
    }

    @Test
    void whereThereIsNothingOnlyThoseAreToldWhoAreLetIn() {
        for (Who who : Who.values()) {
            assertThat(service.send("GET", "/api/v1/nothing", own.as(who), "").status())
                    .isEqualTo(who == Who.STRANGER ? 401 : 404);
        }
    }
}
