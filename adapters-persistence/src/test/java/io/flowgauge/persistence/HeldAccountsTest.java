package io.flowgauge.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.application.port.out.ApiKeys;
import io.flowgauge.application.port.out.Tenants;
import io.flowgauge.application.port.out.Transactions;
import io.flowgauge.application.port.out.Users;
import io.flowgauge.domain.ApiKey;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.Tenant;
import io.flowgauge.domain.User;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two at once who change accounts, each in a transaction. */
class HeldAccountsTest {
    private static final Instant CREATED = Instant.parse("2026-11-23T10:00:00Z");

    private static Adapters adapters;
    private static ExecutorService others;

    @BeforeAll
    static void start() {
        adapters = new Adapters();
        others = Executors.newCachedThreadPool();
    }

    @AfterAll
    static void stop() {
        others.shutdownNow();
        adapters.close();
    }

    private final Tenant tenant = adapters.get(Tenants.class).named("held", ZoneOffset.UTC);
    private final Users users = adapters.get(Users.class);
    private final ApiKeys keys = adapters.get(ApiKeys.class);
    private final Tenants tenants = adapters.get(Tenants.class);

    private static <T> T inOne(Supplier<T> work) {
        return adapters.get(Transactions.class).inOne(work);
    }

    private User user(String login) {
        return users.add(new Users.NewUser(tenant.id(), login, "hash", Set.of(Role.VIEWER), false, CREATED))
                .orElseThrow();
    }

    /** What the second one gets, whose work begins while the first one's transaction goes on, and which has to wait for it. */
    private static <T> T second(Supplier<?> first, Supplier<T> second) throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Future<?> one = others.submit(() -> inOne(() -> {
            Object got = first.get();
            done.countDown();
            await(end);
            return got;
        }));
        await(done);
        Future<T> other = others.submit(() -> inOne(second));
        awaitBlocked();
        assertThat(other).isNotDone();
        end.countDown();
        one.get(30, TimeUnit.SECONDS);
        return other.get(30, TimeUnit.SECONDS);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        }
    }

    private static void awaitBlocked() {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (adapters.sql()
                        .queryForObject(
                                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
                                Long.class)
                == 0) {
            assertThat(System.nanoTime()).as("somebody waits for a lock").isLessThan(until);
        }
    }

    @Test
    void aKeyThatIsRevokedIsNotThereForWhoWaitedForIt() throws Exception {
        ApiKey key = new ApiKey(
                "held",
                tenant.id(),
                "held",
                Role.VIEWER,
                "a".repeat(64),
                CREATED,
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty());
        keys.add(key);

        assertThat(second(
                        () -> {
                            keys.remove("held");
                            return true;
                        },
                        () -> keys.hold(tenant.id(), "held")))
                .isEmpty();
    }

    @Test
    void whoSharesAUserWaitsForWhoDisablesOne() throws Exception {
        User ann = user("ann");

        Optional<User> shared = second(
                () -> {
                    users.hold();
                    users.replace(ann.withEnabled(false));
                    return true;
                },
                () -> users.share(ann.id()));

        assertThat(shared.map(User::enabled)).contains(false);
    }

    @Test
    void whoDisablesAUserWaitsForWhoSharesOneAndOthersDoNot() throws Exception {
        User bea = user("bea");

        List<User> held = second(
                () -> {
                    users.share(bea.id());
                    try {
                        return others.submit(() -> inOne(() -> users.share(bea.id())))
                                .get(30, TimeUnit.SECONDS);
                    } catch (Exception failed) {
                        throw new AssertionError(failed);
                    }
                },
                users::hold);

        assertThat(held).contains(bea);
    }

    @Test
    void aTenantThatIsSharedIsNotChanged() throws Exception {
        assertThat(second(() -> tenants.share(tenant.id()), () -> tenants.hold(tenant.id())))
                .contains(tenant);
    }

    @Test
    void ofTwoWhoGiveTheirTenantsOneNameOneIsTold() throws Exception {
        Tenant one = tenants.add("one", ZoneOffset.UTC).orElseThrow();
        Tenant two = tenants.add("two", ZoneOffset.UTC).orElseThrow();

        boolean renamed = second(() -> tenants.replace(named(one, "same")), () -> {
            boolean replaced = tenants.replace(named(two, "same"));
            // The transaction goes on.
            assertThat(tenants.all()).contains(two);
            return replaced;
        });

        assertThat(renamed).isFalse();
        assertThat(tenants.all()).contains(named(one, "same"), two);
    }

    private static Tenant named(Tenant tenant, String name) {
        return new Tenant(tenant.id(), name, tenant.zone(), tenant.state());
    }
}
