package io.flowgauge.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the recorder writes and reads is JSON. */
class JsonTextTest {

    @Test
    void whatIsWrittenIsReadBack() {
        String odd = "\"quotes\" \\ back, \n new, \t tab, \u0001 control, ü ñ 中 😀";
        StringBuilder out = new StringBuilder();
        ReportText report =
                ReportText.into(out).text(odd, odd).text("none", null).number("number", Long.MIN_VALUE);
        report.object("inner").truth("yes", true).end();
        report.texts("labels", Map.of("a", "b")).end();

        assertThat(JsonText.read(out.toString()))
                .isEqualTo(Map.of(
                        odd, odd, "number", Long.MIN_VALUE, "inner", Map.of("yes", true), "labels", Map.of("a", "b")));
    }

    @Test
    void allOfJsonIsRead() {
        assertThat(JsonText.read(" [ null, true, false, -1, 1.5, 2e3, \"\\u00fc\\/\\b\\f\\r\", {}, [] ] "))
                .isEqualTo(Arrays.asList(null, true, false, -1L, 1.5, 2000.0, "ü/\b\f\r", Map.of(), List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1",
                "[1,]x",
                "{\"a\"}",
                "{\"a\":1",
                "{1:2}",
                "\"open",
                "\"\\x\"",
                "\"\\u12\"",
                "nul",
                "[1] 2",
                "-",
                "1e",
                "99999999999999999999",
                "\"\\u12G4\""
            })
    void whatIsNoJsonIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonText.read(text));
    }

    @Test
    void nestingIsBounded() {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonText.read("[".repeat(100_000)));
    }
}
