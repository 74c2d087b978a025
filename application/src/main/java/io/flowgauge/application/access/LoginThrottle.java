package io.flowgauge.application.access;

import io.flowgauge.domain.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Counts failed sign-ins of the last minute, by address and by login from an address. */
final class LoginThrottle {
    // Failures are rare and the queues short, so one lock. The bound keeps an attacker with many addresses from filling
    // the memory: the address that failed longest ago is forgotten first.

    static final int FROM_ADDRESS = 50;
    static final int OF_LOGIN_FROM_ADDRESS = 10;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int COUNTED = 20_000;

    /** In chars: no user has a longer login. */
    private static final int LONGEST_LOGIN = 2 * Limits.NAME;

    private static final String TOO_LONG = "x".repeat(LONGEST_LOGIN + 1);

    private record LoginFrom(String login, String address) {
        LoginFrom {
            // What is nobody's need not be kept as it came, up to 64 KiB each: all such count as one.
            if (login.length() > LONGEST_LOGIN) {
                login = TOO_LONG;
            }
        }
    }

    private final Map<Object, Deque<Instant>> failures = new LinkedHashMap<>(16, 0.75f, true);

    /** How long to wait, in whole seconds, before this attempt is looked at; empty when it may go on. */
    synchronized Optional<Duration> blocked(String login, String address, Instant now) {
        Duration wait = wait(address, FROM_ADDRESS, now);
        Duration ofLogin = wait(new LoginFrom(login, address), OF_LOGIN_FROM_ADDRESS, now);
        Duration longest = wait.compareTo(ofLogin) > 0 ? wait : ofLogin;
        return longest.isZero() ? Optional.empty() : Optional.of(longest);
    }

    private Duration wait(Object who, int allowed, Instant now) {
        Deque<Instant> times = failures.get(who);
        if (times == null) {
            return Duration.ZERO;
        }
        while (!times.isEmpty() && isOver(times.getFirst(), now)) {
            times.removeFirst();
        }
        if (times.isEmpty()) {
            failures.remove(who);
        }
        if (times.size() < allowed) {
            return Duration.ZERO;
        }
        Duration left = Duration.between(now, times.getFirst().plus(WINDOW));
        return Duration.ofSeconds(Math.max(1, left.plusMillis(999).toSeconds()));
    }

    /** Also when the clock was set back, after which nobody has to wait for what is to come. */
    private static boolean isOver(Instant failure, Instant now) {
        return failure.isAfter(now) || !failure.plus(WINDOW).isAfter(now);
    }

    synchronized void failed(String login, String address, Instant now) {
        count(address, FROM_ADDRESS, now);
        count(new LoginFrom(login, address), OF_LOGIN_FROM_ADDRESS, now);
    }

    private void count(Object who, int kept, Instant now) {
        Deque<Instant> times = failures.computeIfAbsent(who, first -> new ArrayDeque<>());
        times.addLast(now);
        if (times.size() > kept) {
            times.removeFirst();
        }
        if (failures.size() > COUNTED) {
            Iterator<Object> eldest = failures.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
    }
}
