package io.flowgauge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowgauge.client.ApiClient;
import io.flowgauge.client.ApiException;
import io.flowgauge.client.api.DocumentedApiApi;
import io.flowgauge.client.api.RecordingApi;
import io.flowgauge.client.api.SessionApi;
import io.flowgauge.client.api.TasksApi;
import io.flowgauge.client.api.TokensApi;
import io.flowgauge.client.api.UsersApi;
import io.flowgauge.client.model.CreateUserRequest;
import io.flowgauge.client.model.DocumentedTask;
import io.flowgauge.client.model.IssueTokenRequest;
import io.flowgauge.client.model.Report;
import io.flowgauge.client.model.RoleOfUser;
import io.flowgauge.client.model.Task;
import io.flowgauge.client.model.TaskState;
import io.flowgauge.client.model.TaskType;
import io.flowgauge.client.model.User;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A client that openapi-generator made of docs/openapi.yaml, as others do, talks to the service. */
class GeneratedClientTest {
    private static RunningService service;
    private static ApiClient admin;

    @BeforeAll
    static void start() throws ApiException {
        service = new RunningService();
        admin = signedIn("admin", ServiceApi.PASSWORD);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static ApiClient stranger() {
        ApiClient client = new ApiClient();
        client.updateBaseUri(service.uri("").toString());
        return client;
    }

    private static ApiClient with(String credential) {
        return stranger().setRequestInterceptor(request -> request.header("Authorization", "Bearer " + credential));
    }

    private static ApiClient signedIn(String login, String password) throws ApiException {
        return with(new TokensApi(stranger())
                .issueToken(new IssueTokenRequest().login(login).password(password))
                .getToken());
    }

    private static Report report(String id, long sequence) {
        return new Report()
                .flow("orders to warehouse")
                .runKey("r1")
                .requestId(id)
                .name("copy orders")
                .type(Report.TypeEnum.EXTRACT)
                .sequence(sequence)
                .state(Report.StateEnum.RUNNING)
                .started(RunningService.NOW)
                .recordsProcessed(120L)
                .putLabelsItem("table", "shop.orders");
    }

    @Test
    void reportsATaskAndListsIt() throws ApiException {
        RecordingApi recording = new RecordingApi(with(ServiceApi.KEY));
        assertThat(recording
                        .recordReports(List.of(report("generated-1", 2)), null)
                        .getAccepted())
                .isOne();
        assertThat(recording
                        .recordReports(List.of(report("generated-1", 1)), null)
                        .getStale())
                .hasSize(1);

        List<DocumentedTask> running = new DocumentedApiApi(admin).listRunningTasks(TaskType.EXTRACT);
        assertThat(running).hasSize(1);
        assertThat(running.get(0).getRequestId()).isEqualTo("generated-1");
        assertThat(running.get(0).getRecordsProcessed()).isEqualTo(120);
        assertThat(running.get(0).getLatency()).isNull();

        List<Task> tasks = new TasksApi(admin)
                .listTasks(null, TaskState.RUNNING.getValue(), null, null, null, null, null, null, null, null)
                .getTasks();
        assertThat(tasks).hasSize(1);
        assertThat(tasks.get(0).getLabels()).containsEntry("table", "shop.orders");
        assertThat(tasks.get(0).getState()).isEqualTo(TaskState.RUNNING);
        assertThat(new TasksApi(admin).getTask(tasks.get(0).getId()).getRequestId())
                .isEqualTo("generated-1");
    }

    @Test
    void makesAUserWhoThenSignsIn() throws ApiException {
        String password = "seven quiet otters ride";
        User made = new UsersApi(admin)
                .createUser(new CreateUserRequest()
                        .login("anna")
                        .password(password)
                        .roles(List.of(RoleOfUser.VIEWER, RoleOfUser.OPERATOR))
                        .mustChangePassword(false));
        assertThat(made.getRoles()).containsExactly(RoleOfUser.VIEWER, RoleOfUser.OPERATOR);

        assertThat(new SessionApi(signedIn("anna", password)).getMe().getUserId())
                .isEqualTo(made.getId());
        assertThat(new UsersApi(admin).listUsers(null, null).getUsers()).contains(made);
    }

    @Test
    void isToldWhyNot() {
        assertThatThrownBy(() -> new UsersApi(admin)
                        .createUser(new CreateUserRequest()
                                .login("berta")
                                .password("short")
                                .roles(List.of(RoleOfUser.VIEWER))))
                .isInstanceOfSatisfying(ApiException.class, refused -> {
                    assertThat(refused.getCode()).isEqualTo(400);
                    assertThat(refused.getResponseBody()).contains("\"pointer\":\"/password\"");
                });
        assertThatThrownBy(() -> signedIn("nobody", "a password of nobody"))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refused -> assertThat(refused.getCode()).isEqualTo(401));
    }
}
