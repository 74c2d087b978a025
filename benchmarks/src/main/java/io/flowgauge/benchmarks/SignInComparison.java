package io.flowgauge.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Whether a wrong sign-in's time tells that its login exists, and what somebody who guesses from one address costs the others. The others'
 * sign-ins have wrong passwords too: a right one is remembered for a minute and then costs nothing.
 */
final class SignInComparison implements Comparison {
    private static final int TRIES = 500;
    private static final int ROUNDS = 10;
    private static final int OTHERS = 30;
    private static final int WRONG_ONES = 10_000;
    private static final String GUESSER = "203.0.113.9";

    private final AtomicInteger addresses = new AtomicInteger();

    @Override
    public String name() {
        return "signin";
    }

    @Override
    public String what() {
        return "a wrong password of a login that exists against one that does not; and a sign-in while one address guesses against a quiet one";
    }

    @Override
    public void run(Consumer<Ratio> found) throws Exception {
        try (HistoryDatabase database = new HistoryDatabase();
                RunningService service = new RunningService(
                        database,
                        Map.of("FLOWGAUGE_TRUSTED_PROXIES", "127.0.0.1,::1", "FLOWGAUGE_TOKEN_LIFETIME", "1h"))) {
            times(service, "nobody at all", 50);
            found.accept(existence(service));
            found.accept(guessing(service));
        }
    }

    private Ratio existence(RunningService service) throws IOException, InterruptedException {
        double[] there = new double[TRIES];
        double[] notThere = new double[TRIES];
        for (int attempt = 0; attempt < TRIES; attempt++) {
            there[attempt] = milliseconds(service, "admin");
            notThere[attempt] = milliseconds(service, "nobody at all");
        }
        return new Ratio(
                "a wrong password, median of " + TRIES,
                "ms",
                List.of(new Ratio.Round(median(there), median(notThere))),
                new Goal.AtMost(1.05),
                String.format(
                        Locale.ROOT,
                        "one that exists takes longer than one that does not in %.1f %% of all pairs (50: none can tell)",
                        100 * longer(there, notThere)));
    }

    /** The part of all pairs in which the first is longer (the area under the curve of whoever would tell them apart by a threshold). */
    private static double longer(double[] these, double[] those) {
        long longer = 0;
        for (double one : these) {
            for (double other : those) {
                longer += one > other ? 1 : 0;
            }
        }
        return (double) longer / these.length / those.length;
    }

    private Ratio guessing(RunningService service) throws Exception {
        List<Ratio.Round> rounds = new ArrayList<>();
        AtomicInteger wrong = new AtomicInteger();
        double before = service.liveHeapMegabytes();
        for (int round = 0; round < ROUNDS; round++) {
            double quiet = median(times(service, "nobody at all", OTHERS));
            int until = WRONG_ONES * (round + 1) / ROUNDS;
            AtomicBoolean over = new AtomicBoolean();
            Thread guesser = new Thread(() -> guess(service, wrong, until, over), "guesser");
            guesser.start();
            double guessed = median(times(service, "nobody at all", OTHERS));
            over.set(true);
            guesser.join();
            rounds.add(new Ratio.Round(guessed, quiet));
        }
        return new Ratio(
                "a sign-in while another address guesses, median of " + OTHERS,
                "ms",
                rounds,
                new Goal.AtMost(1.5),
                String.format(
                        Locale.ROOT,
                        "%d guesses of as many logins; live heap %.0f, then %.0f MiB",
                        wrong.get(),
                        before,
                        service.liveHeapMegabytes()));
    }

    /** Goes on until the others' sign-ins are over, and its share of guesses is done. */
    private static void guess(RunningService service, AtomicInteger wrong, int until, AtomicBoolean over) {
        try {
            while (!over.get() || wrong.get() < until) {
                int status = service.signIn("victim " + wrong.incrementAndGet(), "guessed", GUESSER);
                if (status != 401 && status != 429) {
                    throw new IllegalStateException("a guess was answered " + status);
                }
            }
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private double[] times(RunningService service, String login, int tries) throws IOException, InterruptedException {
        double[] times = new double[tries];
        for (int attempt = 0; attempt < tries; attempt++) {
            times[attempt] = milliseconds(service, login);
        }
        return times;
    }

    private double milliseconds(RunningService service, String login) throws IOException, InterruptedException {
        int address = addresses.incrementAndGet();
        long start = System.nanoTime();
        int status = service.signIn(
                login, "wrong", "10." + (address >> 16) + "." + (address >> 8 & 255) + "." + (address & 255));
        double took = (System.nanoTime() - start) / 1e6;
        if (status != 401) {
            throw new IOException("a wrong password was answered " + status);
        }
        return took;
    }

    private static double median(double[] times) {
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
