package io.flowgauge.persistence;

import io.flowgauge.application.history.Rooms;
import io.flowgauge.application.history.Storm;
import io.flowgauge.application.port.out.FlowRuns;
import io.flowgauge.application.port.out.HistoryGaps;
import io.flowgauge.application.port.out.Snapshots;
import io.flowgauge.application.port.out.Tenants;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A task's intervals add up on PostgreSQL too, however often the service is killed and its clock is set: what recovery reads is right. */
class IntervalsAddUpTest {
    private static final Logger LOG = LoggerFactory.getLogger(IntervalsAddUpTest.class);
    private static final int STEPS = 60;

    private static Adapters adapters;

    @BeforeAll
    static void start() {
        adapters = new Adapters();
        adapters.get(Tenants.class).named("default", ZoneOffset.UTC);
    }

    @AfterAll
    static void stop() {
        adapters.close();
    }

    @RepeatedTest(20)
    void theyAddUp(RepetitionInfo repetition) {
        long seed = System.nanoTime();
        LOG.info("seed {}", seed);
        Storm.Step[] all = Storm.Step.values();
        List<Storm.Step> steps = Stream.generate(new Random(seed)::nextDouble)
                .limit(STEPS)
                .map(chance -> all[(int) (chance * all.length)])
                .toList();
        Rooms rooms = new Rooms(
                adapters.get(FlowRuns.class),
                adapters.get(Snapshots.class),
                adapters.get(HistoryGaps.class),
                task -> StoredSnapshots.of(adapters.sql(), task));

        new Storm(rooms, "task-" + repetition.getCurrentRepetition() + "-").rage(steps);
    }
}
