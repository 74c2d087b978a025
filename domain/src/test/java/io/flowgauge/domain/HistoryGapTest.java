package io.flowgauge.domain;

import static io.flowgauge.domain.HistoryGap.Reason.BACKLOG_FULL;
import static io.flowgauge.domain.HistoryGap.Reason.SERVICE_DOWN;
import static io.flowgauge.domain.TaskFixture.TEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryGapTest {
    private static HistoryGap gap(int from, int to, HistoryGap.Reason reason) {
        return new HistoryGap(TEN.plusSeconds(from), TEN.plusSeconds(to), reason);
    }

    @Test
    void aGapEndsAfterItStarts() {
        assertThatThrownBy(() -> gap(10, 10, BACKLOG_FULL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must end after it starts");
    }

    @Test
    void thoseOfOneReasonThatTouchOrOverlapAreJoined() {
        assertThat(HistoryGap.joined(List.of(
                        gap(40, 50, BACKLOG_FULL),
                        gap(0, 20, BACKLOG_FULL),
                        gap(20, 30, BACKLOG_FULL),
                        gap(5, 10, BACKLOG_FULL),
                        gap(10, 45, SERVICE_DOWN))))
                .containsExactly(gap(0, 30, BACKLOG_FULL), gap(10, 45, SERVICE_DOWN), gap(40, 50, BACKLOG_FULL));
    }

    @Test
    void itsReasonHasAWord() {
        for (HistoryGap.Reason reason : HistoryGap.Reason.values()) {
            assertThat(HistoryGap.Reason.ofWord(reason.word())).contains(reason);
        }
        assertThat(HistoryGap.Reason.ofWord("else")).isEmpty();
    }
}
