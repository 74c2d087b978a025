package io.flowgauge.application.access;

import static io.flowgauge.application.port.out.PortFixture.TEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.application.port.in.IssueTokens.Answer;
import io.flowgauge.application.port.out.AuditTrail;
import io.flowgauge.application.port.out.MemoryAccounts;
import io.flowgauge.application.port.out.Users.NewUser;
import io.flowgauge.domain.AuditEvent;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.SigningKey;
import io.flowgauge.domain.Tenant;
import io.flowgauge.domain.User;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignInTest {
    private static final Instant START = Instant.parse("2026-11-23T10:00:00.750Z");
    private static final String HOME = "192.0.2.1";
    private static final String ELSEWHERE = "192.0.2.2";
    private static final Answer REFUSED = new Answer.Refused();
    private static final Answer BUSY = new Answer.Busy(Duration.ofSeconds(2));

    private final MemoryAccounts accounts = new MemoryAccounts();
    private final Moved clock = new Moved(START);
    private final CountedPasswords passwords = new CountedPasswords();
    private final ExecutorService others = Executors.newCachedThreadPool();
    private final AtomicInteger addresses = new AtomicInteger();
    private final AuditLog audit = new AuditLog(accounts.trail(), clock);
    private Directory directory;
    private SignIn signIn;
    private User ann;

    @BeforeEach
    void annIsThere() {
        Tenant tenant = accounts.tenants().named("default", ZoneOffset.UTC);
        ann = accounts.users()
                .add(new NewUser(tenant.id(), "ann", passwords.hash("swordfish"), Set.of(Role.VIEWER), false, TEN))
                .orElseThrow();
        accounts.users()
                .add(new NewUser(tenant.id(), "ben", passwords.hash("marlin"), Set.of(Role.VIEWER), false, TEN));
        key("older", START.minusSeconds(100));
        key("newest", START.minusSeconds(10));
        directory = new Directory(
                accounts.tenants(), accounts.users(), accounts.apiKeys(), accounts.signingKeys(), accounts.changes());
        signIn = new SignIn(directory, passwords, Duration.ofMinutes(10), audit, clock);
    }

    @AfterEach
    void neverMoreThanTwoAtOnce() throws InterruptedException {
        passwords.letGo();
        others.shutdown();
        assertThat(others.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(passwords.mostAtOnce()).isLessThanOrEqualTo(2);
    }

    private void key(String id, Instant created) {
        accounts.signingKeys().addUnlessNewer(new SigningKey(id, new byte[32], created), Instant.MAX);
    }

    private Answer right(String address) {
        return signIn.issue("ann", "swordfish", address);
    }

    private Answer wrong(String login, String address) {
        return signIn.issue(login, "guess", address);
    }

    private void fails(int times, String login, String address) {
        for (int attempt = 1; attempt <= times; attempt++) {
            assertThat(wrong(login, address)).as("attempt " + attempt).isEqualTo(REFUSED);
        }
    }

    private static Answer throttled(int seconds) {
        return new Answer.Throttled(Duration.ofSeconds(seconds));
    }

    @Test
    void theRightPasswordIsGrantedInWholeSecondsUnderTheNewestKey() {
        assertThat(right(HOME)).isInstanceOfSatisfying(Answer.Granted.class, granted -> {
            assertThat(granted.user()).isEqualTo(ann);
            assertThat(granted.key().id()).isEqualTo("newest");
            assertThat(granted.issuedAt()).isEqualTo("2026-11-23T10:00:00Z");
            assertThat(granted.expires()).isEqualTo("2026-11-23T10:10:00Z");
        });
    }

    @Test
    void aKeyThatCameSinceSigns() {
        right(HOME);
        key("newer", START);
        directory.refresh();

        assertThat(right(HOME))
                .isInstanceOfSatisfying(
                        Answer.Granted.class,
                        granted -> assertThat(granted.key().id()).isEqualTo("newer"));
    }

    @Test
    void aWrongPasswordAndAnUnknownLoginAreRefusedAlikeAtTheSameCost() {
        Answer wrongPassword = wrong("ann", HOME);
        assertThat(passwords.verifications()).isEqualTo(1);
        Answer unknownLogin = wrong("zoe", HOME);
        assertThat(passwords.verifications()).isEqualTo(2);

        assertThat(wrongPassword).isEqualTo(REFUSED).isEqualTo(unknownLogin);
    }

    @Test
    void anothersPasswordIsAWrongOne() {
        right(HOME);
        assertThat(signIn.issue("ann", "marlin", HOME)).isEqualTo(REFUSED);
        assertThat(signIn.issue("ben", "swordfish", HOME)).isEqualTo(REFUSED);
    }

    @Test
    void afterTenFailuresInAMinuteNobodyIsAskedAnyMore() {
        fails(10, "ann", HOME);

        assertThat(wrong("ann", HOME)).isEqualTo(throttled(60));
        assertThat(right(HOME)).isEqualTo(throttled(60));
        assertThat(passwords.verifications()).isEqualTo(10);
    }

    @Test
    void anUnknownLoginIsThrottledAlike() {
        fails(10, "zoe", HOME);
        assertThat(wrong("zoe", HOME)).isEqualTo(throttled(60));
    }

    @Test
    void theWaitIsToldInWholeSecondsThatAreEnough() {
        fails(10, "ann", HOME);
        clock.by(Duration.ofMillis(59_001));
        assertThat(right(HOME)).isEqualTo(throttled(1));
        clock.by(Duration.ofMillis(998));
        assertThat(right(HOME)).isEqualTo(throttled(1));
        clock.by(Duration.ofMillis(1));
        assertThat(right(HOME)).isInstanceOf(Answer.Granted.class);
    }

    @Test
    void theMinuteMovesWithTheFailures() {
        for (int failure = 0; failure < 10; failure++) {
            fails(1, "ann", HOME);
            clock.by(Duration.ofSeconds(5));
        }
        assertThat(right(HOME)).isEqualTo(throttled(10));
        clock.by(Duration.ofSeconds(10));
        fails(1, "ann", HOME);
        assertThat(right(HOME)).isEqualTo(throttled(5));
        clock.by(Duration.ofSeconds(5));
        assertThat(right(HOME)).isInstanceOf(Answer.Granted.class);
    }

    @Test
    void whatIsThrottledDoesNotMakeTheWaitLonger() {
        fails(10, "ann", HOME);
        clock.by(Duration.ofSeconds(40));
        for (int attempt = 0; attempt < 100; attempt++) {
            assertThat(wrong("ann", HOME)).isEqualTo(throttled(20));
        }
        clock.by(Duration.ofSeconds(20));
        assertThat(right(HOME)).isInstanceOf(Answer.Granted.class);
    }

    @Test
    void afterFiftyFailuresInAMinuteNobodyFromThatAddressIsAsked() {
        for (int login = 0; login < 50; login++) {
            fails(1, "login " + login, HOME);
        }
        assertThat(right(HOME)).isEqualTo(throttled(60));
        assertThat(right(ELSEWHERE)).isInstanceOf(Answer.Granted.class);
        clock.by(Duration.ofSeconds(60));
        assertThat(right(HOME)).isInstanceOf(Answer.Granted.class);
    }

    @Test
    void aLoginUnderAttackFromElsewhereCanSignIn() {
        for (int address = 0; address < 30; address++) {
            fails(10, "ann", "198.51.100." + address);
        }
        assertThat(wrong("ann", "198.51.100.7")).isEqualTo(throttled(60));

        assertThat(right(HOME)).isInstanceOf(Answer.Granted.class);
    }

    @Test
    void aMistypedPasswordLeavesOthersOfTheAddressAlone() {
        fails(10, "ann", HOME);
        assertThat(signIn.issue("ben", "marlin", HOME)).isInstanceOf(Answer.Granted.class);
    }

    @Test
    void aVerifiedLoginIsRememberedForAMinute() {
        right(HOME);
        clock.by(Duration.ofMillis(59_999));
        assertThat(right(HOME)).isInstanceOf(Answer.Granted.class);
        assertThat(right(ELSEWHERE)).isInstanceOf(Answer.Granted.class);
        assertThat(passwords.verifications()).isEqualTo(1);

        clock.by(Duration.ofMillis(1));
        assertThat(right(HOME)).isInstanceOf(Answer.Granted.class);
        assertThat(passwords.verifications()).isEqualTo(2);
    }

    private List<AuditEvent> noted() {
        audit.flush();
        AuditTrail.Filter all = new AuditTrail.Filter(
                ann.tenant(), false, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        return accounts.trail().page(all, Long.MAX_VALUE, 100).stream()
                .map(AuditTrail.Numbered::event)
                .toList();
    }

    @Test
    void aRememberedLoginIsInTheAuditTrailFromEachAddressAndAsEachSession() {
        right(HOME);
        right(HOME);
        right(ELSEWHERE);
        right(ELSEWHERE);
        signIn.forSession("ann", "swordfish", HOME);
        signIn.forSession("ann", "swordfish", HOME);

        assertThat(noted()).extracting(AuditEvent::address).containsExactlyInAnyOrder(HOME, ELSEWHERE, HOME, HOME);
    }

    @Test
    void aClockThatIsSetBackMakesNobodyWaitLonger() {
        fails(10, "ann", HOME);
        clock.by(Duration.ofHours(-1));
        assertThat(right(HOME)).isInstanceOf(Answer.Granted.class);
    }

    @Test
    void theAddressesOfOneNetworkOfIpv6AreOne() {
        for (int address = 1; address <= 10; address++) {
            fails(1, "ann", "2001:db8:1:1::" + address);
        }
        assertThat(right("2001:db8:1:1:ffff::1")).isEqualTo(throttled(60));
        assertThat(right("2001:db8:1:2::1")).isInstanceOf(Answer.Granted.class);
    }

    @Test
    void aRememberedLoginStillRefusesAnotherPassword() {
        right(HOME);
        assertThat(wrong("ann", HOME)).isEqualTo(REFUSED);
        assertThat(passwords.verifications()).isEqualTo(2);

        right(HOME);
        assertThat(passwords.verifications())
                .as("what was right stays remembered")
                .isEqualTo(2);
    }

    @Test
    void aFailedLoginIsNotRemembered() {
        fails(2, "ann", HOME);
        assertThat(passwords.verifications()).isEqualTo(2);
    }

    @Test
    void aChangeOfTheUserDropsWhatWasRemembered() {
        right(HOME);
        accounts.changeCredentials("ann");
        directory.refresh();

        assertThat(right(HOME))
                .isInstanceOfSatisfying(
                        Answer.Granted.class,
                        granted ->
                                assertThat(granted.user().credentialVersion()).isEqualTo(ann.credentialVersion() + 1));
        assertThat(passwords.verifications()).isEqualTo(2);
    }

    @Test
    void aThirdAtOnceWaitsTwoSecondsAndIsThenToldToComeAgain() throws Exception {
        passwords.hold();
        List<Future<Answer>> first = List.of(elsewhere("ann"), elsewhere("zoe"));
        passwords.awaitBegun(2);
        long before = System.nanoTime();

        assertThat(signIn.issue("ben", "marlin", HOME)).isEqualTo(BUSY);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
        assertThat(passwords.verifications()).isEqualTo(2);

        passwords.letGo();
        assertThat(first.get(0).get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Granted.class);
        assertThat(first.get(1).get(30, TimeUnit.SECONDS)).isEqualTo(REFUSED);
        assertThat(signIn.issue("ben", "marlin", HOME))
                .as("who was told to come again has not failed")
                .isInstanceOf(Answer.Granted.class);
    }

    @Test
    void aRememberedLoginWaitsForNobody() {
        right(HOME);
        passwords.awaitBegun(1);
        passwords.hold();
        var zoe = elsewhere("zoe");
        var zac = elsewhere("zac");
        passwords.awaitBegun(2);

        assertThat(right(HOME)).isInstanceOf(Answer.Granted.class);
        assertThat(List.of(zoe, zac)).noneMatch(Future::isDone);
    }

    @Test
    void thoseThatWaitAreServedInTurn() throws Exception {
        List<Future<Answer>> all = new ArrayList<>();
        passwords.hold();
        for (int caller = 0; caller < 6; caller++) {
            all.add(elsewhere("ann"));
        }
        passwords.awaitBegun(2);
        passwords.letGo();

        for (Future<Answer> answer : all) {
            assertThat(answer.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Granted.class);
        }
    }

    @Test
    void guessesSentAtOnceAreNotTriedPastTheLimit() throws Exception {
        fails(9, "ann", HOME);
        passwords.awaitBegun(9);
        passwords.hold();
        List<Future<Answer>> guesses = new ArrayList<>();
        for (int guess = 0; guess < 10; guess++) {
            guesses.add(others.submit(() -> wrong("ann", HOME)));
        }
        passwords.awaitBegun(1);
        passwords.letGo();
        for (Future<Answer> guess : guesses) {
            assertThat(guess.get(30, TimeUnit.SECONDS)).isIn(REFUSED, throttled(60), BUSY);
        }

        assertThat(passwords.verifications()).isEqualTo(10);
    }

    @Test
    void manyAttemptsFromOneAddressLeaveRoomForOthers() throws Exception {
        passwords.hold();
        List<Future<Answer>> attempts = new ArrayList<>();
        for (int attempt = 0; attempt < 20; attempt++) {
            attempts.add(others.submit(() -> wrong("zoe", HOME)));
        }
        passwords.awaitBegun(1);
        Future<Answer> elsewhere = elsewhere("ann");
        passwords.awaitBegun(1);
        assertThat(passwords.verifications()).isEqualTo(2);

        passwords.letGo();
        assertThat(elsewhere.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Granted.class);
        for (Future<Answer> attempt : attempts) {
            assertThat(attempt.get(30, TimeUnit.SECONDS)).isIn(REFUSED, throttled(60), BUSY);
        }
    }

    @Test
    void aCallerThatIsToStopIsNotKeptWaiting() throws Exception {
        Future<Boolean> stopped = others.submit(() -> {
            Thread.currentThread().interrupt();
            return right(HOME) instanceof Answer.Busy && Thread.currentThread().isInterrupted();
        });
        assertThat(stopped.get(30, TimeUnit.SECONDS)).isTrue();
    }

    /** Each from another address. */
    private Future<Answer> elsewhere(String login) {
        String address = ELSEWHERE + addresses.incrementAndGet();
        return others.submit(() -> signIn.issue(login, "swordfish", address));
    }
}
