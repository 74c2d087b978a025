package io.flowgauge.recorder;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The recorder's thread: a batch each interval, endings until they are acknowledged. */
final class Reporting {
    private static final System.Logger LOG = System.getLogger("io.flowgauge.recorder");
    private static final Duration EACH_TASK_AT_LEAST = Duration.ofSeconds(25);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration CLOSING_TRIES_EVERY = Duration.ofMillis(200);
    private static final int MOST_ITEMS = 10_000;
    private static final int MOST_CHARACTERS = 4 << 20;

    private final Service service;
    private final Duration interval;
    private final Thread thread = new Thread(this::run, "flowgauge-recorder");
    private final ConcurrentLinkedQueue<TaskRecorder> started = new ConcurrentLinkedQueue<>();
    private final Object wakeUp = new Object();
    private final AtomicLong unsentEndings = new AtomicLong();
    private volatile boolean closing;
    private volatile long closeByNanos;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private volatile @Nullable String problem;

    // of the thread alone
    private final Set<Tracked> tasks = new LinkedHashSet<>();
    private int mostItems = MOST_ITEMS;
    private Duration wait = Duration.ZERO;
    private boolean unreachable;
    private Duration backOff = Duration.ZERO;
    private @Nullable String logged;
    private @Nullable String refusal;

    Reporting(Service service, Duration interval) {
        this.service = service;
        this.interval = interval;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void add(TaskRecorder task) {
        if (closing) {
            task.abandon();
        } else {
            started.add(task);
        }
    }

    void ended() {
        unsentEndings.incrementAndGet();
    }

    RecorderStatus status() {
        return new RecorderStatus(
                acknowledged.get(), refused.get(), Math.max(0, unsentEndings.get()), dropped.get(), problem);
    }

    void close(Duration patience) {
        synchronized (wakeUp) {
            if (!closing) {
                closeByNanos = System.nanoTime() + patience.toNanos();
                closing = true;
                wakeUp.notifyAll();
            }
        }
        try {
            thread.join(Math.max(1, patience.toMillis()));
            // A request that hangs is given up.
            thread.interrupt();
        } catch (InterruptedException stop) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (true) {
                boolean last = closing;
                try {
                    round();
                } catch (RuntimeException | Error defect) {
                    problem("the recorder failed: " + defect, defect);
                    backOff();
                }
                if (last && (unsentEndings.get() <= 0 || System.nanoTime() - closeByNanos >= 0)) {
                    return;
                }
                sleep(last);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void sleep(boolean wasClosing) throws InterruptedException {
        long until = System.nanoTime() + (wait.isZero() ? interval : wait).toNanos();
        synchronized (wakeUp) {
            for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
                if (closing && !wasClosing) {
                    return;
                }
                // When closing, the time that is left is used for tries.
                long most = closing ? Math.min(left, Duration.ofMillis(200).toNanos()) : left;
                wakeUp.wait(most / 1_000_000 + 1);
                if (closing && wait.isZero()) {
                    return;
                }
            }
        }
    }

    private void round() throws InterruptedException {
        wait = Duration.ZERO;
        unreachable = false;
        for (TaskRecorder task = started.poll(); task != null; task = started.poll()) {
            tasks.add(new Tracked(task));
        }
        dropOldestEndings();
        Iterator<Tracked> all = List.copyOf(tasks).iterator();
        while (all.hasNext() && !unreachable) {
            batch(all);
        }
    }

    private void dropOldestEndings() {
        long over = unsentEndings.get() - Recorder.MOST_UNSENT_ENDINGS;
        for (Iterator<Tracked> oldest = tasks.iterator(); over > 0 && oldest.hasNext(); ) {
            if (oldest.next().task.ending() != null) {
                oldest.remove();
                unsentEndings.decrementAndGet();
                dropped.incrementAndGet();
                over--;
            }
        }
    }

    private void batch(Iterator<Tracked> all) throws InterruptedException {
        List<Tracked> items = new ArrayList<>();
        StringBuilder text = new StringBuilder("[");
        while (all.hasNext() && items.size() < mostItems && text.length() < MOST_CHARACTERS) {
            Tracked tracked = all.next();
            int before = text.length();
            try {
                if (isDue(tracked)) {
                    write(tracked, text);
                    items.add(tracked);
                }
            } catch (RuntimeException defect) {
                // One task must not keep the others from being reported.
                text.setLength(before);
                giveUp(tracked, "task " + tracked.task.requestId() + " cannot be reported: " + defect);
            }
        }
        if (!items.isEmpty()) {
            take(items, service.post(text.append(']')));
        }
    }

    private static void write(Tracked tracked, StringBuilder text) {
        if (text.length() > 1) {
            text.append(',');
        }
        tracked.sequence++;
        tracked.task.write(
                text,
                tracked.sequence,
                Objects.requireNonNull(tracked.sending),
                tracked.sendingEnding ? tracked.task.ending() : null,
                tracked.sendingWhole);
    }

    private boolean isDue(Tracked tracked) {
        // The ending first: what was counted before it is then in the numbers.
        tracked.sendingEnding = tracked.task.ending() != null;
        TaskRecorder.Numbers now = tracked.task.numbers();
        TaskRecorder.Numbers before = tracked.acknowledged;
        tracked.sending = now;
        tracked.sendingWhole = !tracked.wholeKnown || before == null || !Objects.equals(before.code(), now.code());
        return tracked.sendingEnding
                || tracked.sendingWhole
                || !now.equals(before)
                || System.nanoTime() - tracked.acknowledgedAtNanos
                        >= EACH_TASK_AT_LEAST.minus(interval).toNanos();
    }

    private void take(List<Tracked> items, Service.Answer answer) {
        if (answer instanceof Service.Answer.Members members && members.count() < items.size()) {
            problem("the service could not read a batch of " + items.size() + " reports to its end", null);
            backOff();
        } else if (answer instanceof Service.Answer.Members members) {
            well();
            itemByItem(items, members);
        } else if (answer instanceof Service.Answer.TooLarge) {
            mostItems = Math.max(1, items.size() / 2);
            problem(
                    "a batch of " + items.size() + " reports was too large; " + mostItems
                            + " are sent at once from now on",
                    null);
        } else if (answer instanceof Service.Answer.KeyRefused refusedKey) {
            problem(refusedKey.problem(), null);
            wait = LONGEST_WAIT;
            unreachable = true;
        } else if (answer instanceof Service.Answer.Later later) {
            problem(later.problem(), null);
            if (later.retryAfter() == null) {
                backOff();
            } else {
                // It took the progress; the other batches may be of progress alone.
                wait = later.retryAfter().compareTo(interval) < 0 ? interval : later.retryAfter();
            }
        }
    }

    private void itemByItem(List<Tracked> items, Service.Answer.Members members) {
        Set<Integer> settled = new LinkedHashSet<>();
        for (Map<String, @Nullable Object> stale : members.list("stale")) {
            Tracked tracked = at(items, stale, settled);
            if (tracked != null) {
                long known = stale.get("known") instanceof Long sequence ? sequence : 0;
                if (known >= tracked.sequence) {
                    // Somebody reported the task before with higher sequences: go on above them.
                    tracked.sequence = known;
                } else {
                    acknowledge(tracked);
                }
            }
        }
        for (Map<String, @Nullable Object> rejected : members.list("rejected")) {
            Tracked tracked = at(items, rejected, settled);
            if (tracked != null) {
                if ("whole".equals(rejected.get("need"))) {
                    tracked.wholeKnown = false;
                } else {
                    refuse(tracked, String.valueOf(rejected.get("detail")));
                }
            }
        }
        for (int at = 0; at < items.size(); at++) {
            if (!settled.contains(at)) {
                acknowledge(items.get(at));
            }
        }
        nameRuns(items, members);
    }

    private static @Nullable Tracked at(
            List<Tracked> items, Map<String, @Nullable Object> entry, Set<Integer> settled) {
        if (entry.get("index") instanceof Long index && index >= 0 && index < items.size()) {
            settled.add(index.intValue());
            return items.get(index.intValue());
        }
        return null;
    }

    private void acknowledge(Tracked tracked) {
        acknowledged.incrementAndGet();
        tracked.wholeKnown = tracked.wholeKnown || tracked.sendingWhole;
        tracked.acknowledged = tracked.sending;
        tracked.acknowledgedAtNanos = System.nanoTime();
        if (tracked.sendingEnding) {
            tasks.remove(tracked);
            unsentEndings.decrementAndGet();
        }
    }

    private void refuse(Tracked tracked, String detail) {
        giveUp(tracked, "the service refuses task " + tracked.task.requestId() + ": " + detail);
    }

    private void giveUp(Tracked tracked, String why) {
        refused.incrementAndGet();
        refusal = why;
        problem(why, null);
        tasks.remove(tracked);
        if (!tracked.task.abandon()) {
            unsentEndings.decrementAndGet();
        }
    }

    private static void nameRuns(List<Tracked> items, Service.Answer.Members members) {
        Map<List<@Nullable Object>, Long> ids = new HashMap<>();
        for (Map<String, @Nullable Object> run : members.list("runs")) {
            if (run.get("auditId") instanceof Long id) {
                ids.put(Arrays.asList(run.get("flow"), run.get("runKey")), id);
            }
        }
        for (Tracked tracked : ids.isEmpty() ? List.<Tracked>of() : items) {
            RunRecorder recorder = tracked.task.run();
            Long id = ids.get(Arrays.<@Nullable Object>asList(recorder.flow(), recorder.runKey()));
            if (id != null) {
                recorder.known(id);
            }
        }
    }

    private void backOff() {
        Duration doubled = backOff.isZero() ? interval : backOff.multipliedBy(2);
        backOff = doubled.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : doubled;
        // Many engines must not come back in the same moment.
        unreachable = true;
        Duration spread = backOff.plusMillis(ThreadLocalRandom.current().nextLong(backOff.toMillis() / 2 + 1));
        wait = closing && spread.compareTo(CLOSING_TRIES_EVERY) > 0 ? CLOSING_TRIES_EVERY : spread;
    }

    private void well() {
        backOff = Duration.ZERO;
        problem = refusal;
        if (logged != null) {
            logged = null;
            LOG.log(Level.INFO, "reporting to Flowgauge goes on");
        }
    }

    private void problem(String what, @Nullable Throwable cause) {
        problem = what;
        // Each problem once, not each second.
        if (!what.equals(logged)) {
            logged = what;
            LOG.log(Level.WARNING, what, cause);
        }
    }
}
