package io.flowgauge.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Counting without a lock: a reader always sees figures that the service takes. */
class TallyTest {

    @Test
    void nothingRecordedIsNothingKnown() {
        assertThat(new Tally().read()).isNull();
    }

    @Test
    void whatIsReadWhileOthersWriteFitsTogether() throws InterruptedException {
        Tally tally = new Tally();
        AtomicBoolean done = new AtomicBoolean();
        List<Thread> writers = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
            long start = writer * 7L;
            writers.add(new Thread(() -> {
                for (long latency = start; !done.get(); latency = (latency * 31 + 11) % 5_000) {
                    tally.record(latency);
                }
            }));
        }
        writers.forEach(Thread::start);
        long before = 0;
        for (int reading = 0; reading < 20_000; reading++) {
            Tally.Latency latency = tally.read();
            if (latency != null) {
                assertThat(latency.min()).isLessThanOrEqualTo(latency.last());
                assertThat(latency.last()).isLessThanOrEqualTo(latency.max());
                assertThat(latency.sum()).isBetween(latency.min() * latency.count(), latency.max() * latency.count());
                assertThat(latency.count()).isGreaterThanOrEqualTo(before);
                before = latency.count();
            }
        }
        done.set(true);
        for (Thread writer : writers) {
            writer.join();
        }
    }

    @Test
    void hugeLatenciesDoNotOverflowIntoNonsense() {
        Tally tally = new Tally();
        tally.record(Long.MAX_VALUE);
        tally.record(Long.MAX_VALUE);

        Tally.Latency latency = tally.read();

        assertThat(latency)
                .isEqualTo(new Tally.Latency(2, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE));
    }
}
