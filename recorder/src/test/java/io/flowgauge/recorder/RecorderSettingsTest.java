package io.flowgauge.recorder;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecorderSettingsTest {
    private static final URI SERVICE = URI.create("http://localhost:8080");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:8080",
                "ftp://localhost",
                "http:///reports",
                "/api",
                "http://localhost:8080/?tenant=1",
                "http://localhost:8080/#reports",
                "http://localhost:65536"
            })
    void aServiceIsAnAddressOfTheWeb(String service) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Recorder.to(URI.create(service)))
                .withMessage("service is " + service + ", must be like http://host:8080");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost", "https://flowgauge.example:8443", "http://host:8080/behind/a/proxy/"})
    void aServiceMayBeBehindAProxy(String service) {
        assertThatCode(() -> Recorder.to(URI.create(service))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "secret", "fg_only", "fg__secret", "fg_a-b_secret", "fg_id_", "fg_id_two words", "fg_id_\n"})
    void aKeyHasItsForm(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Recorder.to(SERVICE).key(key))
                .withMessage("key has not the form fg_<id>_<secret>");
    }

    @Test
    void aRefusedKeyIsNotRepeated() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Recorder.to(SERVICE).key("fg-id-hunter2"))
                .withMessageNotContaining("hunter2");
    }

    @Test
    void thereIsNoRecorderWithoutAKey() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Recorder.to(SERVICE).start())
                .withMessage("key is missing; a service prints one at its first start");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT0.0999S", "PT20.0001S", "PT-1S", "PT2562047788015215H"})
    void reportsAreHundredMillisecondsToTwentySecondsApart(String interval) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Recorder.to(SERVICE).reportEvery(Duration.parse(interval)))
                .withMessage("reportEvery is " + Duration.parse(interval) + ", must be 100 ms to 20 s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-0.001S", "PT1H0.001S", "PT2562047788015215H"})
    void closingWaitsUpToAnHour(String patience) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Recorder.to(SERVICE).closeTimeout(Duration.parse(patience)))
                .withMessage("closeTimeout is " + Duration.parse(patience) + ", must be 0 to 1 hour");
    }

    @Test
    void theBoundsThemselvesAreTaken() {
        assertThatCode(() -> Recorder.to(SERVICE)
                        .reportEvery(Duration.ofMillis(100))
                        .reportEvery(Duration.ofSeconds(20))
                        .closeTimeout(Duration.ZERO)
                        .closeTimeout(Duration.ofHours(1)))
                .doesNotThrowAnyException();
    }
}
