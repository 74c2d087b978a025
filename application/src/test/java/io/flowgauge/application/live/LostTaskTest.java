package io.flowgauge.application.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.application.history.Rooms;
import io.flowgauge.domain.Snapshot;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A task that is lost, and heard of again, whenever the service is killed: its intervals add up to what it moved. */
class LostTaskTest {
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final Rooms rooms = new Rooms();

    private void checkedOnceThenLost() {
        rooms.report(rooms.whole("a", 1, 5));
        rooms.checkAfter(INTERVAL);
        rooms.writeAll();
        rooms.checkAfter(Rooms.LOST_AFTER);
        assertThat(rooms.running()).isEmpty();
    }

    private void endsWith(long records) {
        rooms.report(rooms.ending("a", 100, records));
        assertThat(rooms.known("a").task().progress().records()).isEqualTo(records);
        assertThat(rooms.snapshotsOf("a").stream()
                        .mapToLong(Snapshot::intervalRecords)
                        .sum())
                .as("intervals of %s", rooms.snapshotsOf("a"))
                .isEqualTo(records);
    }

    @Test
    void lostThenKilledThenHeardOfAgain() {
        checkedOnceThenLost();
        rooms.writeAll();
        rooms.restart();

        rooms.report(rooms.small("a", 2, 8));
        rooms.checkAfter(INTERVAL);
        rooms.writeAll();

        endsWith(9);
    }

    @Test
    void lostThenKilledBeforeThatWasWritten() {
        checkedOnceThenLost();
        rooms.restart();

        rooms.report(rooms.small("a", 2, 8));
        rooms.checkAfter(INTERVAL);
        rooms.writeAll();

        endsWith(9);
    }

    @Test
    void lostThenHeardOfAgainThenKilledBeforeThatWasWritten() {
        checkedOnceThenLost();
        rooms.writeAll();
        rooms.report(rooms.small("a", 2, 8));
        rooms.restart();

        rooms.report(rooms.small("a", 3, 9));
        rooms.checkAfter(INTERVAL);
        rooms.writeAll();

        endsWith(9);
    }

    @Test
    void lostThenHeardOfAndCheckedAgainThenKilled() {
        checkedOnceThenLost();
        rooms.writeAll();
        rooms.report(rooms.small("a", 2, 8));
        rooms.checkAfter(INTERVAL);
        rooms.writeAll();
        rooms.restart();

        rooms.report(rooms.small("a", 3, 9));
        rooms.checkAfter(INTERVAL);
        rooms.writeAll();

        endsWith(9);
    }

    @Test
    void lostWithRecordsThatNoCheckSaw() {
        checkedOnceThenLost();
        rooms.report(rooms.small("a", 2, 8));
        rooms.checkAfter(Rooms.LOST_AFTER);
        rooms.writeAll();
        assertThat(rooms.running()).isEmpty();
        rooms.restart();

        rooms.report(rooms.small("a", 3, 9));
        rooms.checkAfter(INTERVAL);
        rooms.writeAll();

        endsWith(9);
    }

    @Test
    void lostAndHeardOfAndLostAgainWhileChecksWait() {
        checkedOnceThenLost();
        rooms.writeAll();
        rooms.report(rooms.small("a", 2, 8));
        rooms.checkAfter(INTERVAL);
        rooms.report(rooms.whole("b", 1, 1));
        rooms.checkAfter(Rooms.LOST_AFTER);
        rooms.report(rooms.small("b", 2, 2));
        rooms.checkAfter(INTERVAL);
        rooms.write();
        rooms.restart();

        rooms.report(rooms.small("a", 3, 9));
        rooms.checkAfter(INTERVAL);
        rooms.writeAll();

        endsWith(9);
    }

    @Test
    void aCheckSeesToItThatATaskThatRunsAgainIsWrittenSoThoughWhoeverHeardOfItHasNotYet() {
        checkedOnceThenLost();
        rooms.writeAll();
        rooms.report(rooms.small("a", 2, 8));
        rooms.drainUnsaved();

        rooms.checkAfter(INTERVAL);

        assertThat(rooms.drainUnsaved())
                .singleElement()
                .satisfies(change -> assertThat(change.task().isRunning()).isTrue());
    }
}
