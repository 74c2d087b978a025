package io.flowgauge.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is read back, and the service's answers are read. */
class JsonTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "\"quoted\" and \\ escaped /",
                "line\nbreak\r\n\ttab\b\f",
                "\u0001\u001f\u007f",
                "umlauts äöü, \u20ac, \u4f60\u597d, \uD83D\uDE80",
                "\u2028 and \u2029",
                "\\u0041 is no escape",
                "}],{[:,"
            })
    void aTextIsReadBackAsItWasWritten(String text) {
        StringBuilder out = new StringBuilder();
        ReportText.into(out).text("of " + text, text).end();

        assertThat(JsonText.read(out.toString())).isEqualTo(Map.of("of " + text, text));
    }

    @Test
    void controlCharactersAreEscaped() {
        StringBuilder out = new StringBuilder();
        ReportText.into(out).text("error", "a\nb\u001f\"\\").end();

        assertThat(out).hasToString("{\"error\":\"a\\u000ab\\u001f\\\"\\\\\"}");
    }

    @Test
    void whatIsUnknownIsLeftOut() {
        StringBuilder out = new StringBuilder();
        ReportText report = ReportText.into(out)
                .text("owner", null)
                .number("recordsExpected", null)
                .truth("snapshotRunning", null)
                .texts("labels", Map.of());
        report.end();

        assertThat(out).hasToString("{}");
    }

    @Test
    void aReportIsReadBackAsItWasWritten() {
        StringBuilder out = new StringBuilder();
        ReportText report = ReportText.into(out).text("requestId", "1").number("sequence", Long.MAX_VALUE);
        report.object("latency")
                .number("count", 0L)
                .number("min", Long.MIN_VALUE)
                .end();
        report.truth("snapshotRunning", true).texts("labels", Map.of("team", "crm"));
        report.end();

        assertThat(JsonText.read(out.toString()))
                .isEqualTo(Map.of(
                        "requestId",
                        "1",
                        "sequence",
                        Long.MAX_VALUE,
                        "latency",
                        Map.of("count", 0L, "min", Long.MIN_VALUE),
                        "snapshotRunning",
                        true,
                        "labels",
                        Map.of("team", "crm")));
    }

    @Test
    void anAnswerIsReadInAnyLayout() {
        String answer = """
                { "accepted" : 2,\t"stale":[ ], "rejected": [{"need":null,"detail":"\\u20ac \\uD83D\\uDE80 \\/"}],
                  "share": -1.5e2, "late": false }
                """;

        assertThat(JsonText.read(answer)).isInstanceOfSatisfying(Map.class, members -> {
            assertThat(members.get("accepted")).isEqualTo(2L);
            assertThat(members.get("stale")).isEqualTo(List.of());
            assertThat(members.get("share")).isEqualTo(-150.0);
            assertThat(members.get("late")).isEqualTo(false);
            Map<?, ?> rejected = (Map<?, ?>) ((List<?>) members.get("rejected")).get(0);
            assertThat(rejected.get("need")).isNull();
            assertThat(rejected.get("detail")).isEqualTo("\u20ac \uD83D\uDE80 /");
        });
    }

    @Test
    void valuesOfAllKindsAreRead() {
        assertThat(JsonText.read("[null,true,false,0,-7,1.25,\"\",{},[]]"))
                .isEqualTo(Arrays.asList(null, true, false, 0L, -7L, 1.25, "", Map.of(), List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,",
                "[1 2]",
                "{\"a\"}",
                "{\"a\":}",
                "{a:1}",
                "\"open",
                "\"\\x\"",
                "\"\\u12",
                "\"\\u12g4\"",
                "tru",
                "nul",
                "-",
                "1-2",
                "9223372036854775808",
                "{} {}",
                "<html>"
            })
    void whatIsNoJsonIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonText.read(text));
    }

    @Test
    void whatIsNestedTooDeepIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonText.read("[".repeat(100_000)));
    }
}
