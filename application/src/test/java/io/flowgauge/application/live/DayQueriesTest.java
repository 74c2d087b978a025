package io.flowgauge.application.live;

import static io.flowgauge.application.port.out.PortFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.application.history.Rooms;
import io.flowgauge.application.port.in.QueryDayRuns.Day;
import io.flowgauge.application.port.in.QueryDayRuns.DayRun;
import io.flowgauge.application.port.in.QueryDayRuns.DayRuns;
import io.flowgauge.application.port.in.QueryDayRuns.Detail;
import io.flowgauge.application.port.out.MemoryFlows;
import io.flowgauge.application.port.out.MemoryHistory;
import io.flowgauge.domain.Progress;
import io.flowgauge.domain.RequestId;
import io.flowgauge.domain.TaskDescription;
import io.flowgauge.domain.TaskReport;
import io.flowgauge.domain.TaskState;
import io.flowgauge.domain.TaskType;
import io.flowgauge.domain.Tenant;
import io.flowgauge.domain.TenantId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which runs are of a day, whatever the clocks of the tenant's zone do. */
class DayQueriesTest {
    private final MemoryHistory history = new MemoryHistory();
    private final Rooms rooms = new Rooms(history, 1_000);

    private void run(String key, Instant started) {
        TaskDescription described = new TaskDescription(
                "flow", key, "copy", TaskType.LOAD, null, null, null, null, started, Map.of(), null, null, null);
        rooms.report(
                new TaskReport(new RequestId(key), 1, TaskState.RUNNING, started, Progress.ofRecords(1), described));
    }

    private List<String> runs(ZoneId zone, Day day) {
        DayRuns runs = rooms.days(
                        new MemoryFlows(history.flowRuns), new Tenant(TENANT, "default", zone, Tenant.State.ACTIVE))
                .of(TENANT, day, Detail.RUN)
                .orElseThrow();
        List<String> keys = new ArrayList<>();
        for (List<DayRun> page = runs.next(); !page.isEmpty(); page = runs.next()) {
            page.forEach(run -> keys.add(run.execution().run().key()));
        }
        assertThat(runs.next()).isEmpty();
        return keys;
    }

    @Test
    void todayIsThatOfTheZone() {
        rooms.now = Instant.parse("2026-11-23T23:30:00Z");
        run("before", Instant.parse("2026-11-23T22:59:59.999Z"));
        run("in both", Instant.parse("2026-11-23T23:10:00Z"));

        assertThat(runs(ZoneId.of("Europe/Berlin"), new Day.Before(0))).containsExactly("in both");
        assertThat(runs(ZoneId.of("Europe/Berlin"), new Day.Before(1))).containsExactly("before");
        assertThat(runs(ZoneId.of("UTC"), new Day.Before(0))).containsExactly("before", "in both");
    }

    @Test
    void aDayWhoseMidnightTheClocksSkipBeginsWhenTheyGoOn() {
        ZoneId zone = ZoneId.of("America/Sao_Paulo");
        rooms.now = Instant.parse("2018-11-05T00:00:00Z");
        run("last of the third", Instant.parse("2018-11-04T02:59:59.999Z"));
        run("first of the fourth", Instant.parse("2018-11-04T03:00:00Z"));

        assertThat(runs(zone, new Day.On(LocalDate.of(2018, 11, 3)))).containsExactly("last of the third");
        assertThat(runs(zone, new Day.On(LocalDate.of(2018, 11, 4)))).containsExactly("first of the fourth");
    }

    @Test
    void aDayThatTheClocksSkipHasNoRuns() {
        ZoneId zone = ZoneId.of("Pacific/Apia");
        rooms.now = Instant.parse("2012-01-01T00:00:00Z");
        run("last of the 29th", Instant.parse("2011-12-30T09:59:59.999Z"));
        run("first of the 31st", Instant.parse("2011-12-30T10:00:00Z"));

        assertThat(runs(zone, new Day.On(LocalDate.of(2011, 12, 29)))).containsExactly("last of the 29th");
        assertThat(runs(zone, new Day.On(LocalDate.of(2011, 12, 30)))).isEmpty();
        assertThat(runs(zone, new Day.On(LocalDate.of(2011, 12, 31)))).containsExactly("first of the 31st");
    }

    @Test
    void aTenantThatIsNotThereHasNoDay() {
        assertThat(rooms.days(
                                new MemoryFlows(history.flowRuns),
                                new Tenant(TENANT, "default", ZoneId.of("UTC"), Tenant.State.ACTIVE))
                        .of(new TenantId(2), new Day.Before(0), Detail.RUN))
                .isEmpty();
    }
}
