package io.flowgauge.http;

import static io.flowgauge.http.RunningService.newId;
import static io.flowgauge.http.RunningService.small;
import static io.flowgauge.http.RunningService.whole;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** What an operator's monitoring reads. */
class MetricsTest {

    @Test
    void sumsByTenantAndTypeAreTold() {
        try (RunningService service = new RunningService("--flowgauge.check-interval=1s")) {
            String ends = newId();
            service.report("[" + whole(ends, 1, "running", 10, "") + "," + whole(newId(), 1, "running", 5, "") + "]");
            service.report(small(ends, 2, "completed", 100));
            service.report(small(ends, 2, "completed", 100));
            service.report("{}");
            String token = service.adminToken();

            await().atMost(Duration.ofSeconds(20))
                    .until(
                            () -> service.get("/actuator/prometheus", token).body(),
                            metrics ->
                                    metrics.contains("flowgauge_tasks_running{tenant=\"default\",type=\"extract\"} 1.0")
                                            && metrics.contains(
                                                    "flowgauge_records_total{tenant=\"default\",type=\"extract\"} 105.0")
                                            && metrics.contains(
                                                    "flowgauge_tasks_ended_total{outcome=\"completed\",tenant=\"default\",type=\"extract\"} 1.0")
                                            && metrics.contains("flowgauge_reports_total{result=\"accepted\"} 3.0")
                                            && metrics.contains("flowgauge_reports_total{result=\"stale\"} 1.0")
                                            && metrics.contains("flowgauge_reports_total{result=\"rejected\"} 1.0")
                                            && metrics.contains("flowgauge_history_waiting_snapshots")
                                            && metrics.contains("flowgauge_check_lateness_seconds_count"));
        }
    }

    @Test
    void aTenantsNumbersFollowItsName() {
        try (RunningService service = new RunningService("--flowgauge.check-interval=1s")) {
            As admin = new As.Bearer(service.adminToken());
            service.report(whole(newId(), 1, "running", 1000, ""));
            awaitMetric(service, admin, "flowgauge_records_total{tenant=\"default\",type=\"extract\"} 1000.0");

            service.send("PATCH", "/api/v1/tenants/1", admin, "{\"name\":\"renamed\"}");
            awaitMetric(service, admin, "flowgauge_records_total{tenant=\"renamed\",type=\"extract\"} 1000.0");

            Accounts accounts = new Accounts(service);
            String key = "fg_another_0123456789abcdefghijklmn";
            accounts.recorder(accounts.tenant("default", ZoneOffset.UTC).id(), key);
            service.send("POST", "/api/v1/reports", new As.Bearer(key), whole(newId(), 1, "running", 77, ""));
            awaitMetric(service, admin, "flowgauge_records_total{tenant=\"default\",type=\"extract\"} 77.0");
        }
    }

    private static void awaitMetric(RunningService service, As admin, String line) {
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> service.send("GET", "/actuator/prometheus", admin, "")
                                .body(),
                        body -> body.contains(line));
    }
}
