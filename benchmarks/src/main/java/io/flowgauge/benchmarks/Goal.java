package io.flowgauge.benchmarks;

import java.util.Locale;

/** The ratio to reach. */
sealed interface Goal {
    /** For what costs, such as time. */
    record AtMost(double times) implements Goal {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "to reach: %s x or less", times);
        }
    }

    /** For what is gained, such as records a second. */
    record AtLeast(double times) implements Goal {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "to reach: %s x or more", times);
        }
    }
}
