package io.flowgauge.http;

import static io.flowgauge.http.RunningService.newId;
import static io.flowgauge.http.RunningService.small;
import static io.flowgauge.http.RunningService.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What readers see of the service's checks. */
class ChecksTest {

    @Test
    void lastCheckIsAMultipleOfTheIntervalAndRecordsCountFromThere() {
        try (RunningService service = new RunningService("--flowgauge.check-interval=1s")) {
            String id = newId();
            service.report(whole(id, 1, "running", 10, ""));
            assertThat(service.task(id).get("lastCheck").isNull()
                            || service.task(id).get("lastCheck").asLong() > 0)
                    .isTrue();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> service.task(id).get("lastCheck").asLong(0) > 0);
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                long before = service.task(id).get("lastCheck").asLong();
                long more = before % 1_000_000;
                service.report(small(id, before, "running", 10 + more));
                JsonNode task = service.task(id);
                // Between two checks, that is: else once more.
                return task.get("lastCheck").asLong() == before
                        && before % 1_000 == 0
                        && task.get("recordsProcessedSinceLastCheck").asLong() > 0;
            });
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> service.task(id)
                                    .get("recordsProcessedSinceLastCheck")
                                    .asLong()
                            == 0);
            service.report(small(id, Long.MAX_VALUE - 1, "running", 1));
            assertThat(service.task(id).get("recordsProcessedSinceLastCheck").asLong())
                    .isZero();
        }
    }
}
