/** What Flowgauge costs, as ratios of two things measured in one run. */
@NullMarked
package io.flowgauge.benchmarks;

import org.jspecify.annotations.NullMarked;
