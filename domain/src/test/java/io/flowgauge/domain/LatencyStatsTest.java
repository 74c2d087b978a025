package io.flowgauge.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class LatencyStatsTest {
    @Test
    void theAverageIsRoundedHalfUp() {
        assertThat(new LatencyStats(2, 3, 1, 2, 2).averageMs()).isEqualTo(2);
        assertThat(new LatencyStats(3, 4, 1, 2, 2).averageMs()).isEqualTo(1);
    }

    @Property
    void theAverageIsRightUpToTheLargestNumbers(
            @ForAll @LongRange(min = 1) long count, @ForAll @LongRange(min = 0) long sum) {
        long min = sum / count;
        long max = min + (sum % count == 0 ? 0 : 1);

        long average = new LatencyStats(count, sum, min, max, min).averageMs();

        assertThat(average)
                .isEqualTo(BigDecimal.valueOf(sum)
                        .divide(BigDecimal.valueOf(count), 0, RoundingMode.HALF_UP)
                        .longValueExact());
    }

    @Test
    void numbersThatContradictEachOtherAreRefusedWithBoth() {
        assertThatThrownBy(() -> new LatencyStats(0, 0, 0, 0, 0)).hasMessageContaining("latency.count is 0");
        assertThatThrownBy(() -> new LatencyStats(1, 5, 6, 5, 5))
                .hasMessageContaining("latency.min 6 ms is above latency.max 5 ms");
        assertThatThrownBy(() -> new LatencyStats(1, 5, 5, 5, 6)).hasMessageContaining("latency.last is 6 ms");
        assertThatThrownBy(() -> new LatencyStats(2, 9, 5, 6, 6)).hasMessageContaining("latency.sum is 9 ms");
        assertThatThrownBy(() -> new LatencyStats(2, 13, 5, 6, 6)).hasMessageContaining("latency.sum is 13 ms");
        assertThatThrownBy(() -> new LatencyStats(Long.MAX_VALUE, Long.MAX_VALUE, 2, 3, 3))
                .hasMessageContaining("latency.sum");
    }

    @Test
    void aMaximumThatTimesTheCountPasses64BitsIsNoReasonToRefuse() {
        assertThat(new LatencyStats(Long.MAX_VALUE, 5, 0, Long.MAX_VALUE, 3).averageMs())
                .isZero();
    }
}
