package io.flowgauge.application.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.application.port.out.MemoryHistory;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Whatever the history answers, or does not, whenever the service is killed, and wherever its clock jumps: the intervals of a task add up
 * to what it moved, and are written in order.
 */
class IntervalsAddUpPropertyTest {
    // Held, since loggers are collected when nobody does: thousands of outages would be told.
    private static final Logger QUIET = Logger.getLogger(HistoryWriter.class.getName());

    static {
        QUIET.setLevel(Level.OFF);
    }

    @Property(tries = 3_000)
    void theyAddUp(@ForAll @Size(max = 80) List<Storm.Step> steps) {
        rage(steps, 1_000_000);
    }

    @Property(tries = 3_000)
    void theyAddUpAlsoWhenHardlyAnythingCanWait(
            @ForAll @Size(max = 80) List<Storm.Step> steps, @ForAll @IntRange(min = 1, max = 9) int bound) {
        rage(steps, bound);
    }

    private static void rage(List<Storm.Step> steps, int bound) {
        MemoryHistory history = new MemoryHistory();
        Rooms rooms = new Rooms(history, bound);
        Storm storm = new Storm(rooms, "task-");

        storm.rage(steps);

        for (String task : storm.tasks()) {
            assertThat(history.snapshots.momentsAsWritten(
                            rooms.known(task).ids().task()))
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }
}
