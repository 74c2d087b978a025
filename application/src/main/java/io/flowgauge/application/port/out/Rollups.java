package io.flowgauge.application.port.out;

import java.time.Instant;

/**
 * Minutes made from checks and hours made from minutes, each exactly once, whatever fails in between; kept by one node at a time. Every
 * method throws {@link HistoryUnavailable} when the history is away.
 */
public interface Rollups {

    /**
     * How far they are.
     *
     * @param closedUntil checks until then, included, that are written from now on make their minute dirty
     * @param minutesUntil all checks until then, included, are in minutes, but for those of dirty ones
     * @param hoursUntil all minutes that end until then are in hours
     * @param dirty minutes that are to be made anew
     */
    record Progress(Instant closedUntil, Instant minutesUntil, Instant hoursUntil, long dirty) {}

    Progress progress();

    /**
     * Closes minutes, once all writes of checks that are under way are done; never opens one again.
     *
     * @param until a full minute
     */
    void close(Instant until);

    /** Makes some of the closed minutes, in the order of time. Returns whether there may be more to make now; not while another node does it. */
    boolean makeMinutes();

    /** Makes some of the hours whose minutes are all made. Returns whether there may be more to make now. */
    boolean makeHours();

    /** Makes the oldest dirty minute, and its hour, anew. Returns whether there may be another. */
    boolean remakeMinute();
}
