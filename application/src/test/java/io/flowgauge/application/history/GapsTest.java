package io.flowgauge.application.history;

import static io.flowgauge.application.port.out.PortFixture.TEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.domain.HistoryGap;
import io.flowgauge.domain.HistoryGap.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Where checks are missing, the history says so. */
class GapsTest {
    private final Rooms rooms = new Rooms(3);

    private static HistoryGap gap(int fromSecond, int toSecond, Reason reason) {
        return new HistoryGap(TEN.plusSeconds(fromSecond), TEN.plusSeconds(toSecond), reason);
    }

    private void checks(int number) {
        for (int check = 0; check < number; check++) {
            rooms.checkAfter(Rooms.INTERVAL);
            rooms.write();
        }
    }

    private void restartAfter(Duration down) {
        rooms.pass(down);
        rooms.restart();
    }

    @Test
    void thereIsNoneWhileChecksAreMadeAlsoWhenNoTaskRuns() {
        rooms.report(rooms.whole("a", 1, 0));
        checks(3);
        rooms.report(rooms.ending("a", 2, 5));
        checks(10);
        rooms.report(rooms.whole("b", 1, 0));
        checks(3);

        assertThat(rooms.gaps()).isEmpty();
    }

    @Test
    void checksThatWentUpInLaterOnesLeaveOneOnceTheHistoryIsBack() {
        rooms.report(rooms.whole("a", 1, 0));
        checks(1);
        rooms.outage.begin();
        checks(9);
        rooms.outage.end();
        rooms.writeAll();

        // The one at 20 was being written, and the one at 100 was within the bound.
        assertThat(rooms.gaps()).containsExactly(gap(20, 90, Reason.BACKLOG_FULL));
        assertThat(rooms.snapshotsOf("a"))
                .extracting(
                        snapshot -> Duration.between(TEN, snapshot.checkedAt()).toSeconds())
                .containsExactly(10L, 20L, 90L, 100L);
    }

    @Test
    void aServiceThatWasDownLeavesOneFromTheLastCheckToItsFirst() {
        rooms.report(rooms.whole("a", 1, 0));
        checks(2);
        restartAfter(Duration.ofHours(1));
        checks(3);

        assertThat(rooms.gaps()).containsExactly(gap(20, 3_630, Reason.SERVICE_DOWN));
    }

    @Test
    void soItDoesWhenWhatRanEndsBeforeTheFirstCheck() {
        rooms.report(rooms.whole("a", 1, 0));
        checks(2);
        restartAfter(Duration.ofHours(1));
        rooms.report(rooms.ending("a", 2, 5));
        checks(1);

        assertThat(rooms.gaps()).containsExactly(gap(20, 3_630, Reason.SERVICE_DOWN));
    }

    @Test
    void oneThatIsBackWithinTwoIntervalsLeavesNone() {
        rooms.report(rooms.whole("a", 1, 0));
        checks(2);
        restartAfter(Rooms.INTERVAL);
        checks(3);

        assertThat(rooms.gaps()).isEmpty();
    }

    @Test
    void whereNothingRanNothingIsMissing() {
        rooms.report(rooms.whole("a", 1, 0));
        checks(2);
        rooms.report(rooms.ending("a", 2, 5));
        restartAfter(Duration.ofHours(1));
        checks(3);

        assertThat(rooms.gaps()).isEmpty();
    }

    @Test
    void aTaskThatHadJustBegunIsTheLastSignOfLife() {
        checks(100);
        rooms.report(rooms.whole("a", 1, 0));
        restartAfter(Duration.ofMinutes(1));
        checks(1);

        assertThat(rooms.gaps()).containsExactly(gap(1_000, 1_070, Reason.SERVICE_DOWN));
    }

    @Test
    void aClockThatGoesAheadLeavesOneAndOneThatIsSetBackNone() {
        rooms.report(rooms.whole("a", 1, 0));
        checks(2);
        rooms.now = rooms.now.plusSeconds(300);
        checks(2);
        rooms.now = rooms.now.minusSeconds(100);
        checks(20);

        assertThat(rooms.gaps()).containsExactly(gap(20, 330, Reason.SERVICE_DOWN));
    }

    @Test
    void aServiceThatStoodStillLeavesOneToo() {
        rooms.report(rooms.whole("a", 1, 0));
        checks(2);
        rooms.pass(Duration.ofSeconds(50));
        checks(2);

        assertThat(rooms.gaps()).containsExactly(gap(20, 80, Reason.SERVICE_DOWN));
    }
}
