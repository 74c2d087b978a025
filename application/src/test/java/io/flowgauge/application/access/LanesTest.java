package io.flowgauge.application.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LanesTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Lanes lanes = new Lanes();
    private final ExecutorService others = Executors.newCachedThreadPool();
    private final ExecutorCompletionService<Optional<String>> first = new ExecutorCompletionService<>(others);
    private final CountDownLatch done = new CountDownLatch(1);

    @AfterEach
    void letGo() {
        done.countDown();
        others.shutdownNow();
    }

    private Optional<String> work() throws InterruptedException {
        done.await();
        return Optional.of("done");
    }

    private Future<Optional<String>> begin(String address) {
        return first.submit(() -> lanes.oneAtATime(address, LONG, () -> work().orElseThrow()));
    }

    @Test
    void fewOfAnAddressWaitAndWhoComesThenIsToldSoAtOnce() throws Exception {
        List<Future<Optional<String>>> all = new ArrayList<>();
        for (int caller = 0; caller <= Lanes.MOST_OF_ONE; caller++) {
            all.add(begin("a"));
        }
        var unused = first.take();
        Future<Optional<String>> elsewhere = begin("b");
        done.countDown();

        assertThat(elsewhere.get()).contains("done");
        int served = 0;
        for (Future<Optional<String>> each : all) {
            served += each.get().isPresent() ? 1 : 0;
        }
        assertThat(served).isEqualTo(Lanes.MOST_OF_ONE);
        assertThat(lanes.inUse()).isZero();
    }

    @Test
    void fewOfAllAddressesWait() throws Exception {
        List<Future<Optional<String>>> all = new ArrayList<>();
        for (int caller = 0; caller <= Lanes.MOST; caller++) {
            all.add(begin("address " + caller));
        }
        var unused = first.take();
        done.countDown();

        int served = 0;
        for (Future<Optional<String>> each : all) {
            served += each.get().isPresent() ? 1 : 0;
        }
        assertThat(served).isEqualTo(Lanes.MOST);
        assertThat(lanes.oneAtATime("a", LONG, () -> "again")).contains("again");
    }
}
