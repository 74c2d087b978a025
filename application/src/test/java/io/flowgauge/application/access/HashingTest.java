package io.flowgauge.application.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.application.port.out.Passwords;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HashingTest {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private final Passwords slow = new Passwords() {
        @Override
        public String hash(String password) {
            begun.countDown();
            try {
                assertThat(end.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException stop) {
                throw new AssertionError(stop);
            }
            return "hash of " + password;
        }

        @Override
        public boolean matches(String password, String hash) {
            throw new AssertionError("nothing is verified here");
        }
    };
    private final Hashing hashing = new Hashing(slow, Duration.ofMillis(50));

    @Test
    void oneAfterTheOtherAndNotForEver() throws Exception {
        var first = CompletableFuture.supplyAsync(() -> hashing.hash("first"));
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

        assertThat(hashing.hash("second")).isEmpty();
        end.countDown();
        assertThat(first.get(30, TimeUnit.SECONDS)).contains("hash of first");
        assertThat(hashing.hash("third")).contains("hash of third");
    }

    @Test
    void whoIsToStopDoesNotWait() {
        Thread.currentThread().interrupt();
        assertThat(hashing.hash("x")).isEmpty();
        assertThat(Thread.interrupted()).isTrue();
    }
}
