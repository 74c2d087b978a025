package io.flowgauge.application.access;

import static io.flowgauge.application.port.out.PortFixture.TEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.domain.ApiKey;
import io.flowgauge.domain.TenantId;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainKeyTest {
    @Test
    void aKeyIsReadAsItIsWritten() {
        PlainKey key = new PlainKey("ci7", "0123456789abcdefghijklmn");
        assertThat(key.text()).isEqualTo("fg_ci7_0123456789abcdefghijklmn");
        assertThat(PlainKey.parse(key.text())).contains(key);
    }

    @Test
    void theIdEndsAtItsFirstUnderscore() {
        assertThat(PlainKey.parse("fg_ci_a_b-c~!")).contains(new PlainKey("ci", "a_b-c~!"));
        assertThat(PlainKey.parse("fg_ci__")).contains(new PlainKey("ci", "_"));
    }

    @Test
    void partsMayBeAsLongAsTheirBounds() {
        assertThat(PlainKey.parse("fg_" + "a".repeat(64) + "_" + "b".repeat(512)))
                .isPresent();
        assertThat(PlainKey.parse("fg_" + "a".repeat(65) + "_b")).isEmpty();
        assertThat(PlainKey.parse("fg_a_" + "b".repeat(513))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fg",
                "fg_",
                "fg__secret",
                "fg_ci",
                "fg_ci_",
                "FG_ci_secret",
                " fg_ci_secret",
                "fg_ci_secret\n",
                "fg_c-i_secret",
                "fg_ci_sec ret",
                "fg_ci_sec\tret",
                "fg_ci_secrét",
                "fg_çi_secret",
                "Bearer fg_ci_secret"
            })
    void whatHasNotTheFormIsNoKey(String text) {
        assertThat(PlainKey.parse(text)).isEmpty();
    }

    @Test
    void aMadeUpKeyHasTheFormIsLongEnoughAndItsOwn() {
        Set<PlainKey> made = new HashSet<>();
        for (int key = 0; key < 1_000; key++) {
            PlainKey random = PlainKey.random("default");
            assertThat(PlainKey.parse(random.text())).contains(random);
            assertThat(random.secret()).hasSizeGreaterThanOrEqualTo(PlainKey.SECRET_LENGTH);
            made.add(random);
        }
        assertThat(made).hasSize(1_000);
    }

    @Test
    void onlyAHashOfTheSecretIsKept() {
        ApiKey kept = new PlainKey("ci", "abc").recorder(new TenantId(7), TEN);
        // SHA-256 of "abc" (FIPS 180-4's example)
        assertThat(kept.secretHash()).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(kept.toString()).doesNotContain("abc");
    }

    @Test
    void theSecretIsNotInItsText() {
        assertThat(new PlainKey("ci", "0123456789abcdefghijklmn")).hasToString("fg_ci_…");
    }
}
