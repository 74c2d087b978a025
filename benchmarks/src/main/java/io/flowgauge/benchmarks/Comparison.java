package io.flowgauge.benchmarks;

import java.util.function.Consumer;

/** Flowgauge against what else one would take for the same work, both measured in the same run on the same machine. */
interface Comparison {
    /** The word it is run by. */
    String name();

    /** What is measured against what, in one line. */
    String what();

    /**
     * Measures, which may take minutes.
     *
     * @param found takes each ratio as soon as it is known
     * @throws Exception it could not be measured; what was found before stands
     */
    void run(Consumer<Ratio> found) throws Exception;
}
