package io.flowgauge.domain;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowDescriptionTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://a",
                "HTTPS://Example.org:8443/wiki?page=Flow%20one#top",
                "https://flow_wiki:8080/x",
                "http://[::1]/",
                "https://bücher.example/ä"
            })
    void aLinkIsAnAddressOfTheWeb(String link) {
        assertThatCode(() -> new FlowDescription(null, null, link)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.org",
                "/wiki",
                "//example.org",
                "http:",
                "https://",
                "http:///x",
                "http://:80/",
                "https:example.org",
                "ftp://example.org",
                "javascript:alert(1)",
                "https://example.org/a b",
                "https://example.org/\n"
            })
    void anythingElseIsNoLink(String link) {
        assertThatThrownBy(() -> new FlowDescription(null, null, link))
                .hasMessageContaining("absolute http or https URL");
    }

    @Test
    void textsHaveTheirLimitsInCodePoints() {
        assertThatCode(() -> new FlowDescription("\uD83D\uDE00".repeat(4_096), "\uD83D\uDE00".repeat(512), null))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> new FlowDescription("x".repeat(4_097), null, null))
                .hasMessage("description has 4097 characters, must have 1 to 4096");
        assertThatThrownBy(() -> new FlowDescription(null, "", null))
                .hasMessage("owner has 0 characters, must have 1 to 512");
        assertThatThrownBy(() -> new FlowDescription(null, null, "http://" + "x".repeat(2_048)))
                .hasMessage("link has 2055 characters, must have 1 to 2048");
    }
}
