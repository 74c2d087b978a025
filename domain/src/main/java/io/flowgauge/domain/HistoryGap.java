package io.flowgauge.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A span in which checks are missing from the history; a task's next snapshot covers its whole time since the one before.
 *
 * @param startsAt the last check before
 * @param endsAt the first check after
 */
public record HistoryGap(Instant startsAt, Instant endsAt, Reason reason) {

    /** Why checks are missing. */
    public enum Reason {
        /** The history was away for longer than checks can wait in memory. */
        BACKLOG_FULL("backlog full"),
        /** Nobody checked. */
        SERVICE_DOWN("service down");

        private final String word;

        Reason(String word) {
            this.word = word;
        }

        /** The words in the schema and the API. */
        public String word() {
            return word;
        }

        public static Optional<Reason> ofWord(String word) {
            for (Reason reason : values()) {
                if (reason.word.equals(word)) {
                    return Optional.of(reason);
                }
            }
            return Optional.empty();
        }
    }

    public HistoryGap {
        if (!startsAt.isBefore(endsAt)) {
            throw new IllegalArgumentException(
                    "a gap from " + startsAt + " to " + endsAt + "; must end after it starts");
        }
    }

    /** These gaps by their start, those of one reason that touch or overlap as one. */
    public static List<HistoryGap> joined(Collection<HistoryGap> gaps) {
        List<HistoryGap> joined = new ArrayList<>();
        gaps.stream()
                .sorted(Comparator.comparing(HistoryGap::reason).thenComparing(HistoryGap::startsAt))
                .forEach(gap -> {
                    HistoryGap before = joined.isEmpty() ? null : joined.get(joined.size() - 1);
                    if (before != null && before.reason == gap.reason && !gap.startsAt.isAfter(before.endsAt)) {
                        joined.set(joined.size() - 1, before.until(gap.endsAt));
                    } else {
                        joined.add(gap);
                    }
                });
        joined.sort(Comparator.comparing(HistoryGap::startsAt));
        return joined;
    }

    private HistoryGap until(Instant end) {
        return end.isAfter(endsAt) ? new HistoryGap(startsAt, end, reason) : this;
    }
}
