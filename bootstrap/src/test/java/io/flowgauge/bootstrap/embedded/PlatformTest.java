package io.flowgauge.bootstrap.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {
    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-x86_64",
        "Linux, aarch64, linux-arm_64",
        "Mac OS X, x86_64, darwin-x86_64",
        "Mac OS X, aarch64, darwin-arm_64"
    })
    void javasWordsBecomeThoseOfTheBinaries(String osName, String osArch, String name) {
        assertThat(Platform.of(osName, osArch).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"Windows 11, amd64", "Linux, riscv64"})
    void aPlatformWithoutBinariesIsNamedWithTheWayOut(String osName, String osArch) {
        assertThatThrownBy(() -> Platform.of(osName, osArch))
                .isInstanceOf(EmbeddedPostgres.Failure.class)
                .hasMessageContaining(osName + " on " + osArch)
                .hasMessageContaining("SPRING_DATASOURCE_URL");
    }

    @Test
    void binariesThatWereNotBuiltInAreNamedWithTheWayOut() {
        assertThatThrownBy(() -> new Platform("linux-none").binaries())
                .isInstanceOf(EmbeddedPostgres.Failure.class)
                .hasMessageContaining("linux-none")
                .hasMessageContaining("-Pall-platforms")
                .hasMessageContaining("SPRING_DATASOURCE_URL");
    }
}
