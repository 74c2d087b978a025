package io.flowgauge.application.port.out;

/** Lets memory adapters behave as when PostgreSQL is away. */
public final class Outage {
    private volatile boolean away;
    private volatile boolean unknown;
    private volatile boolean defective;

    /** From now on nothing is reached. */
    public void begin() {
        away = true;
    }

    public void end() {
        away = false;
    }

    /** The next write is done, but its writer is told that the outcome is unknown. */
    public void loseNextAnswer() {
        unknown = true;
    }

    /** Whether everything fails in a way that is no outage. */
    public void defective(boolean now) {
        defective = now;
    }

    void check() {
        if (defective) {
            throw new IllegalStateException("a defect, as the test wants it");
        }
        if (away) {
            throw new HistoryUnavailable("away, as the test wants it");
        }
    }

    void answer() {
        if (unknown) {
            unknown = false;
            throw new HistoryUnavailable.OutcomeUnknown(
                    "the answer got lost, as the test wants it", new IllegalStateException());
        }
    }
}
