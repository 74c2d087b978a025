package io.flowgauge.application.port.out;

import io.flowgauge.domain.HistoryGap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gaps in memory. */
public final class MemoryHistoryGaps implements HistoryGaps {
    private final Outage outage;
    private final List<HistoryGap> gaps = new ArrayList<>();

    public MemoryHistoryGaps(Outage outage) {
        this.outage = outage;
    }

    private static boolean reachesInto(HistoryGap gap, Instant from, Instant to) {
        return gap.startsAt().isBefore(to) && gap.endsAt().isAfter(from);
    }

    @Override
    public synchronized void record(HistoryGap gap) {
        outage.check();
        List<HistoryGap> one = new ArrayList<>(List.of(gap));
        gaps.removeIf(there ->
                there.reason() == gap.reason() && reachesInto(there, gap.startsAt(), gap.endsAt()) && one.add(there));
        gaps.addAll(HistoryGap.joined(one));
    }

    @Override
    public synchronized List<HistoryGap> between(Instant from, Instant to) {
        outage.check();
        return gaps.stream()
                .filter(gap -> reachesInto(gap, from, to))
                .sorted(Comparator.comparing(HistoryGap::startsAt))
                .toList();
    }
}
