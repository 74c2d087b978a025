package io.flowgauge.application.history;

import io.flowgauge.application.port.out.FlowRuns;
import io.flowgauge.application.port.out.HistoryParts;
import io.flowgauge.application.port.out.HistoryParts.Drop;
import io.flowgauge.application.port.out.HistoryParts.Part;
import io.flowgauge.application.port.out.HistoryParts.Table;
import io.flowgauge.application.port.out.Rollups;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;

/** Upkeep of the history: rollups made, parts made ahead, what is past dropped. Of one thread. */
public final class HistoryUpkeep {
    // What is to be made from a part is made before the part goes: the adapter refuses to drop it otherwise, in the
    // transaction that drops it. So a kill between any two steps leaves nothing undone that the next call does not do.

    private static final System.Logger LOG = System.getLogger(HistoryUpkeep.class.getName());
    private static final Duration AHEAD = Duration.ofDays(7);

    /** Of a long time that is made up for, as much as leaves time for the other work. */
    private static final int MOST_STEPS = 500;

    /** Before a part is dropped for its size: checks that another node could not write at once have come by then. */
    private static final Duration NOT_BEFORE = Duration.ofHours(1);

    /** After a minute's end: checks and endings in it have been written by then, but for oddities, which make it dirty. */
    static final Duration CLOSED_AFTER = Duration.ofSeconds(20);

    private final Rollups rollups;
    private final HistoryParts parts;
    private final FlowRuns flowRuns;
    private final SnapshotBacklog backlog;
    private final Retention retention;
    private volatile Picture picture = Picture.NONE;
    private boolean tooLargeTold;

    public HistoryUpkeep(
            Rollups rollups, HistoryParts parts, FlowRuns flowRuns, SnapshotBacklog backlog, Retention retention) {
        this.rollups = rollups;
        this.parts = parts;
        this.flowRuns = flowRuns;
        this.backlog = backlog;
        this.retention = retention;
    }

    /**
     * The history as upkeep saw it last.
     *
     * @param progress of the rollups
     * @param parts by table, then in the order of time
     * @param tooLarge the history has more bytes than it may, and nothing is left that can be dropped for it
     */
    public record Picture(Rollups.Progress progress, List<Part> parts, boolean tooLarge) {
        static final Picture NONE =
                new Picture(new Rollups.Progress(Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, 0), List.of(), false);

        public long bytes(Table table) {
            return parts.stream()
                    .filter(part -> part.table() == table)
                    .mapToLong(Part::bytes)
                    .sum();
        }
    }

    public Picture picture() {
        return picture;
    }

    /**
     * Closes the minutes that are over and makes what follows from them; what was late anew.
     *
     * @return whether all is made that can be; else there is more to do at once, or another node is at it
     */
    public boolean rollUp(Instant now) {
        rollups.close(closable(now));
        boolean more = true;
        for (int step = 0; more && step < MOST_STEPS && !Thread.currentThread().isInterrupted(); step++) {
            boolean moreMinutes = rollups.makeMinutes();
            boolean moreHours = rollups.makeHours();
            more = rollups.remakeMinute() || moreMinutes || moreHours;
        }
        Rollups.Progress progress = rollups.progress();
        picture = new Picture(progress, picture.parts(), picture.tooLarge());
        return !more && !progress.minutesUntil().isBefore(progress.closedUntil());
    }

    /** Those that wait to be written are written first, so that their minutes need not be made twice. */
    private Instant closable(Instant now) {
        Instant over = now.minus(CLOSED_AFTER);
        Instant waiting = backlog.oldest().map(oldest -> oldest.minusMillis(1)).orElse(over);
        return (waiting.isBefore(over) ? waiting : over).truncatedTo(ChronoUnit.MINUTES);
    }

    /**
     * Makes the parts ahead, and drops what is past or too much.
     *
     * @return whether a part could not be dropped at the moment and is to be tried again soon: somebody reads it, or rollups are behind
     */
    public boolean tidy(Instant now) {
        parts.make(now, now.plus(AHEAD));
        boolean again = dropByAge(now);
        Size size = retention.maxBytes().isPresent()
                ? dropBySize(now, retention.maxBytes().getAsLong())
                : Size.FITS;
        forgetRuns(now);
        picture = new Picture(rollups.progress(), parts.all(), size == Size.TOO_LARGE);
        return again || size == Size.FITS_SOON;
    }

    private boolean dropByAge(Instant now) {
        boolean again = false;
        for (Part part : parts.all()) {
            Duration kept = retention.of(part.table());
            if (!part.until().isAfter(now.minus(kept))) {
                Drop drop = parts.drop(part, kept);
                again |= drop == Drop.NOT_NOW || drop == Drop.NOT_ROLLED_UP;
                if (drop == Drop.DROPPED) {
                    LOG.log(Level.INFO, "dropped {0}, older than {1} days", name(part), kept.toDays());
                }
            }
        }
        return again;
    }

    private enum Size {
        FITS,
        /** Once nobody reads what can be dropped, and it is rolled up. */
        FITS_SOON,
        TOO_LARGE
    }

    /** Drops the oldest parts of checks, then of minutes, until the rest fits. */
    private Size dropBySize(Instant now, long most) {
        List<Part> all = parts.all();
        long bytes = all.stream().mapToLong(Part::bytes).sum();
        long later = 0;
        List<Part> oldestFirst = all.stream()
                .filter(part -> part.table() != Table.HOURS && part.until().isBefore(now.minus(NOT_BEFORE)))
                .sorted(Comparator.comparing(Part::table).thenComparing(Part::from))
                .toList();
        for (Part part : oldestFirst) {
            if (bytes - later > most && part.bytes() > 0) {
                Drop drop = parts.drop(part, Duration.ZERO);
                if (drop == Drop.DROPPED) {
                    bytes -= part.bytes();
                    LOG.log(
                            Level.WARNING,
                            "dropped {0} before its time, {1} MiB: the history may have {2} MiB and had more",
                            name(part),
                            part.bytes() >> 20,
                            most >> 20);
                } else if (drop == Drop.NOT_NOW || drop == Drop.NOT_ROLLED_UP) {
                    later += part.bytes();
                }
            }
        }
        if (bytes <= most) {
            tooLargeTold = false;
            return Size.FITS;
        }
        if (bytes - later <= most) {
            return Size.FITS_SOON;
        }
        if (!tooLargeTold) {
            LOG.log(
                    Level.WARNING,
                    "the history has {0} MiB, may have {1} MiB, and nothing more of it can be dropped; give it more room"
                            + " (flowgauge.history.max-size) or check less often",
                    bytes >> 20,
                    most >> 20);
        }
        tooLargeTold = true;
        return Size.TOO_LARGE;
    }

    private static String name(Part part) {
        String rows = switch (part.table()) {
            case SNAPSHOTS -> "checks";
            case MINUTES -> "minutes";
            case HOURS -> "hours";
        };
        return rows + " of " + part.from() + " to " + part.until();
    }

    private void forgetRuns(Instant now) {
        int forgotten = 0;
        for (int some = -1; some != 0 && !Thread.currentThread().isInterrupted(); forgotten += some) {
            some = flowRuns.forgetEndedBefore(now.minus(retention.runs()));
        }
        if (forgotten > 0) {
            LOG.log(
                    Level.INFO,
                    "forgot {0} runs that ended more than {1} days ago",
                    forgotten,
                    retention.runs().toDays());
        }
    }
}
