package io.flowgauge.application.port.out;

import static io.flowgauge.application.port.out.PortFixture.TEN;
import static io.flowgauge.domain.HistoryGap.Reason.BACKLOG_FULL;
import static io.flowgauge.domain.HistoryGap.Reason.SERVICE_DOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.domain.HistoryGap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What all {@link HistoryGaps} keep. Each test has a day of its own. */
public abstract class HistoryGapsContract {
    protected abstract HistoryGaps gaps();

    private static HistoryGap gap(int day, int from, int to, HistoryGap.Reason reason) {
        Instant start = TEN.plus(Duration.ofDays(day));
        return new HistoryGap(start.plusSeconds(from), start.plusSeconds(to), reason);
    }

    private List<HistoryGap> on(int day, int from, int to) {
        Instant start = TEN.plus(Duration.ofDays(day));
        return gaps().between(start.plusSeconds(from), start.plusSeconds(to));
    }

    @Test
    void whatIsRecordedIsThereOnceByItsStart() {
        gaps().record(gap(1, 100, 200, SERVICE_DOWN));
        gaps().record(gap(1, 0, 50, BACKLOG_FULL));
        gaps().record(gap(1, 100, 200, SERVICE_DOWN));

        assertThat(on(1, 0, 300)).containsExactly(gap(1, 0, 50, BACKLOG_FULL), gap(1, 100, 200, SERVICE_DOWN));
    }

    @Test
    void onlyThoseThatReachIntoTheSpanAreFound() {
        gaps().record(gap(2, 100, 200, SERVICE_DOWN));

        assertThat(on(2, 0, 101)).hasSize(1);
        assertThat(on(2, 199, 300)).hasSize(1);
        assertThat(on(2, 120, 130)).hasSize(1);
        assertThat(on(2, 0, 100)).isEmpty();
        assertThat(on(2, 200, 300)).isEmpty();
    }

    @Test
    void oneThatGrowsIsStillOne() {
        gaps().record(gap(3, 0, 50, SERVICE_DOWN));
        gaps().record(gap(3, 0, 70, SERVICE_DOWN));
        gaps().record(gap(3, 20, 60, SERVICE_DOWN));

        assertThat(on(3, 0, 300)).containsExactly(gap(3, 0, 70, SERVICE_DOWN));
    }

    @Test
    void oneThatOverlapsSeveralJoinsThem() {
        gaps().record(gap(4, 0, 50, BACKLOG_FULL));
        gaps().record(gap(4, 60, 90, BACKLOG_FULL));
        gaps().record(gap(4, 40, 70, BACKLOG_FULL));

        assertThat(on(4, 0, 300)).containsExactly(gap(4, 0, 90, BACKLOG_FULL));
    }

    @Test
    void betweenTwoThatTouchThereIsACheck() {
        gaps().record(gap(5, 0, 50, BACKLOG_FULL));
        gaps().record(gap(5, 50, 90, BACKLOG_FULL));

        assertThat(on(5, 0, 300)).hasSize(2);
    }

    @Test
    void reasonsAreKeptApart() {
        gaps().record(gap(6, 0, 50, BACKLOG_FULL));
        gaps().record(gap(6, 20, 90, SERVICE_DOWN));

        assertThat(on(6, 0, 300)).containsExactly(gap(6, 0, 50, BACKLOG_FULL), gap(6, 20, 90, SERVICE_DOWN));
    }
}
