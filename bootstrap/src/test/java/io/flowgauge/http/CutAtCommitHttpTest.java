package io.flowgauge.http;

import static io.flowgauge.http.RunningService.newId;
import static io.flowgauge.http.RunningService.small;
import static io.flowgauge.http.RunningService.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowgauge.http.ServiceApi.Answer;
import io.flowgauge.persistence.CutProxy;
import io.flowgauge.persistence.CutProxy.Commit;
import io.flowgauge.persistence.CutProxy.Cut;
import io.flowgauge.persistence.TestPostgres;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What reporters and analysts see when a connection dies at a COMMIT. */
class CutAtCommitHttpTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private static long number(TestPostgres.Database database, String query, String task) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query
                        + " FROM flowgauge.task_snapshot s RIGHT JOIN flowgauge.task_run t USING (tenant_id, task_id)"
                        + " WHERE t.request_id = '" + task + "'")) {
            row.next();
            return row.getLong(1);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void anEndingIsRefusedOnceAndThenThereOnceAndChecksGoOnWithoutAGap() throws Exception {
        TestPostgres.Database server = TestPostgres.freshDatabase();
        try (CutProxy proxy = new CutProxy(server);
                RunningService service = new RunningService(proxy.database(), "--flowgauge.check-interval=2s")) {
            String ends = newId();
            String stays = newId();
            service.report("[" + whole(ends, 1, "running", 5, "") + "," + whole(stays, 1, "running", 1, "") + "]");
            await().atMost(SOON).until(() -> number(server, "SELECT count(s)", stays) > 0);

            // The second hits the first's next try.
            for (Commit commit : new Commit[] {Commit.DONE, Commit.LOST}) {
                Cut check = proxy.cutNext("task_snapshot", commit);
                await().atMost(SOON).until(check::isDone);
            }
            long before = number(server, "SELECT count(s)", stays);
            await().atMost(SOON).until(() -> number(server, "SELECT count(s)", stays) > before + 1);
            Cut ending = proxy.cutNext("UPDATE flowgauge.task_run", Commit.DONE);
            Answer refused = service.report(small(ends, 2, "completed", 9));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isNotEmpty();
            assertThat(ending.isDone()).isTrue();

            await().atMost(SOON)
                    .until(() -> service.report(small(ends, 2, "completed", 9)).status() == 200);
            await().atMost(SOON)
                    .until(() -> service.report(small(stays, 2, "completed", 4)).status() == 200);

            assertThat(service.get("/etl/rest/v1/tasks/", service.adminToken()).json())
                    .isEmpty();
            assertThat(number(server, "SELECT sum(s.interval_records)", ends)).isEqualTo(9);
            assertThat(number(server, "SELECT count(*) FILTER (WHERE s.state = 'c')", ends))
                    .isEqualTo(1);
            assertThat(number(server, "SELECT sum(s.interval_records)", stays)).isEqualTo(4);
            assertThat(number(server, "SELECT count(*) FILTER (WHERE s.state = 'r')", stays))
                    .as("checks, one each two seconds")
                    .isEqualTo(number(
                            server,
                            "SELECT extract(epoch FROM max(s.checked_at) FILTER (WHERE s.state = 'r') - min(s.checked_at)) / 2 + 1",
                            stays));
        }
    }

    private static Answer end(RunningService service, long task) {
        return service.send(HttpRequest.newBuilder(service.uri("/api/v1/tasks/" + task + "/end"))
                .header("Authorization", "Bearer " + service.adminToken())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"state\":\"failed\",\"reason\":\"gone\"}"))
                .build());
    }

    @Test
    void anEndingByHandIsRefusedWithWhenToAskAgainAndHappensOnce() throws Exception {
        TestPostgres.Database server = TestPostgres.freshDatabase();
        try (CutProxy proxy = new CutProxy(server);
                RunningService service = new RunningService(proxy.database())) {
            for (Commit commit : new Commit[] {Commit.LOST, Commit.DONE}) {
                String id = newId();
                service.report(whole(id, 1, "running", 5, ""));
                long task = number(server, "SELECT t.task_id", id);

                Cut cut = proxy.cutNext("UPDATE flowgauge.task_run", commit);
                Answer refused = end(service, task);

                assertThat(refused.status()).as(refused.body()).isEqualTo(503);
                assertThat(refused.header("Retry-After")).isNotEmpty();
                assertThat(cut.isDone()).isTrue();
                Answer again = end(service, task);
                assertThat(again.status()).as(again.body()).isEqualTo(commit == Commit.LOST ? 200 : 409);
                assertThat(number(server, "SELECT count(*) FILTER (WHERE s.state = 'f')", id))
                        .isEqualTo(1);
            }
        }
    }
}
