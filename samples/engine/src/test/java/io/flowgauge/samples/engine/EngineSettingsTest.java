package io.flowgauge.samples.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EngineSettingsTest {
    private static final String KEY = "fg_sample_0123456789abcdefghijklmn";

    @Test
    void onlyTheKeyMustBeGiven() {
        EngineSettings settings = EngineSettings.from(Map.of("FLOWGAUGE_KEY", KEY));
        assertThat(settings.ordersPerSecond()).isEqualTo(20);
        assertThat(settings.rowsPerSecond()).isEqualTo(200);
        assertThat(settings.flowEvery()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.flowgauge()).hasToString("http://localhost:8080");
    }

    @Test
    void aBusierShopIsReadFaster() {
        assertThat(EngineSettings.from(Map.of("FLOWGAUGE_KEY", KEY, "ENGINE_ORDERS_PER_SECOND", "100"))
                        .rowsPerSecond())
                .isEqualTo(1000);
    }

    @Test
    void everyFaultIsNamedAtOnceWithWhatWouldBeRight() {
        assertThatThrownBy(() -> EngineSettings.from(Map.of(
                        "ENGINE_DATABASE_URL", "postgres://here",
                        "FLOWGAUGE_URL", "here:8080",
                        "FLOWGAUGE_KEY", "secret-of-mine",
                        "ENGINE_ORDERS_PER_SECOND", "-1",
                        "ENGINE_FLOW_EVERY", "30")))
                .asInstanceOf(type(EngineSettings.Wrong.class))
                .satisfies(wrong -> assertThat(wrong.faults())
                        .containsExactlyInAnyOrder(
                                "ENGINE_DATABASE_URL is \"postgres://here\"; use jdbc:postgresql://host:port/database",
                                "FLOWGAUGE_URL is \"here:8080\"; use http://host:port",
                                "FLOWGAUGE_KEY has another shape; use fg_<id>_<secret>, as the service's FLOWGAUGE_RECORDER_KEY",
                                "ENGINE_ORDERS_PER_SECOND is \"-1\"; use a whole number from 0 to 10000",
                                "ENGINE_FLOW_EVERY is \"30\"; use 500ms, 30s, 2m or 1h, from 1s to 24h"));
    }

    @Test
    void aSecretIsNotRepeatedInAnError() {
        assertThatThrownBy(() -> EngineSettings.from(Map.of("FLOWGAUGE_KEY", "secret-of-mine")))
                .hasMessageNotContaining("secret-of-mine");
    }
}
