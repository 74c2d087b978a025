package io.flowgauge.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DescriptionLimitsTest {
    @Test
    void namesHaveOneTo512CodePoints() {
        assertThatCode(() -> new RequestId("\uD83D\uDE00".repeat(512))).doesNotThrowAnyException();
        assertThatThrownBy(() -> new RequestId("\uD83D\uDE00".repeat(513)))
                .hasMessage("requestId has 513 characters, must have 1 to 512");
        assertThatThrownBy(() -> new RequestId("")).hasMessage("requestId has 0 characters, must have 1 to 512");
    }

    @Test
    void whatPostgreSqlCannotStoreIsRefused() {
        assertThatThrownBy(() -> new RequestId("a\0b")).hasMessageContaining("U+0000");
        assertThatThrownBy(() -> new RequestId("a\uD83D")).hasMessageContaining("surrogate");
    }

    @Test
    void typesAreLowerCaseWords() {
        assertThat(TaskType.WORDS).isEqualTo("stream, extract, load, task or hwm");
        assertThat(TaskType.ofWord("hwm")).contains(TaskType.HWM);
        assertThat(TaskType.ofWord("HWM")).isEmpty();
    }
}
