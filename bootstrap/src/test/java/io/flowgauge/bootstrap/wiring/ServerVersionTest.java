package io.flowgauge.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowgauge.bootstrap.settings.BadSetting;
import org.junit.jupiter.api.Test;

class ServerVersionTest {
    @Test
    void olderThan16IsRefusedInAWordThatSaysWhatIsRight() {
        assertThatThrownBy(() -> ServerVersion.check(15, "15.20 (Debian 15.20-0+deb12u1)"))
                .isInstanceOf(BadSetting.class)
                .hasMessage(
                        "spring.datasource.url (SPRING_DATASOURCE_URL) leads to PostgreSQL 15.20 (Debian 15.20-0+deb12u1),"
                                + " must be 16 or newer");
        assertThatCode(() -> ServerVersion.check(16, "16.11")).doesNotThrowAnyException();
    }
}
