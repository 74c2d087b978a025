package io.flowgauge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.application.access.Directory;
import io.flowgauge.application.port.out.SigningKeys;
import io.flowgauge.domain.SigningKey;
import io.flowgauge.http.ServiceApi.Answer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens: how they are issued, and which ones are refused. */
class TokensTest {
    private static RunningService service;

    @BeforeAll
    static void start() {
        service = new RunningService();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static String base64(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static SigningKey key() {
        return service.bean(SigningKeys.class).all().get(0);
    }

    private static String signed(String header, String claims, String algorithm) throws GeneralSecurityException {
        String content = base64(header) + "." + base64(claims);
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(key().secret(), algorithm));
        return content + "."
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String header(String algorithm) {
        return "{\"alg\":\"" + algorithm + "\",\"kid\":\"" + key().id() + "\"}";
    }

    private static String claims(long expires) {
        return "{\"sub\":\"1\",\"tenant\":1,\"version\":1,\"iat\":" + (expires - 600) + ",\"exp\":" + expires + "}";
    }

    private static int statusWith(String token) {
        return service.get("/rest/v1/tasks", token).status();
    }

    @Test
    void aTokenSaysItsKeyAndIsValidForTenMinutes() {
        String[] parts = service.adminToken().split("\\.", -1);
        var decoder = Base64.getUrlDecoder();
        String header = new String(decoder.decode(parts[0]), StandardCharsets.UTF_8);
        String claims = new String(decoder.decode(parts[1]), StandardCharsets.UTF_8);

        assertThat(header).contains("\"alg\":\"HS256\"").contains("\"kid\":\"" + key().id() + "\"");
        long issued = Long.parseLong(claims.replaceAll(".*\"iat\":(\\d+).*", "$1"));
        assertThat(claims).contains("\"exp\":" + (issued + 600));
    }

    @Test
    void halfOfASurrogatePairIsNoPasswordAndNoLogin() {
        assertThat(service.signIn("{\"login\":\"admin\",\"password\":\"\\ud800\"}")
                        .status())
                .isEqualTo(400);
        assertThat(service.signIn("{\"login\":\"\\udfff\",\"password\":\"a\"}").status())
                .isEqualTo(400);
    }

    @Test
    void ourOwnSpecimenIsTakenSoThatTheRefusalsBelowMeanSomething() throws GeneralSecurityException {
        assertThat(statusWith(signed(header("HS256"), claims(Instant.now().getEpochSecond() + 60), "HmacSHA256")))
                .isEqualTo(200);
    }

    @Test
    void expiredTamperedForeignAndUnsignedTokensAreRefused() throws GeneralSecurityException {
        long later = Instant.now().getEpochSecond() + 60;
        String good = service.adminToken();

        assertThat(statusWith(signed(header("HS256"), claims(Instant.now().getEpochSecond() - 5), "HmacSHA256")))
                .isEqualTo(401);
        assertThat(statusWith(good.substring(0, good.lastIndexOf('.')) + ".AAAA"))
                .isEqualTo(401);
        assertThat(statusWith(good.replaceFirst("\\.[^.]*\\.", "." + base64(claims(later + 9999)) + ".")))
                .isEqualTo(401);
        assertThat(statusWith(base64("{\"alg\":\"none\",\"kid\":\"" + key().id() + "\"}") + "." + base64(claims(later))
                        + "."))
                .isEqualTo(401);
        assertThat(statusWith(signed(header("HS512"), claims(later), "HmacSHA512")))
                .isEqualTo(401);
        assertThat(statusWith(signed("{\"alg\":\"HS256\"}", claims(later), "HmacSHA256")))
                .isEqualTo(401);
        assertThat(statusWith(signed("{\"alg\":\"HS256\",\"kid\":\"other\"}", claims(later), "HmacSHA256")))
                .isEqualTo(401);
        assertThat(statusWith(
                        signed(header("HS256"), claims(later).replace("\"tenant\":1", "\"tenant\":2"), "HmacSHA256")))
                .isEqualTo(401);
        assertThat(statusWith(
                        signed(header("HS256"), claims(later).replace("\"version\":1", "\"version\":2"), "HmacSHA256")))
                .isEqualTo(401);
        assertThat(statusWith(signed(header("HS256"), "{\"sub\":\"1\",\"tenant\":1,\"version\":1}", "HmacSHA256")))
                .isEqualTo(401);
        assertThat(statusWith(signed(header("HS256"), "[".repeat(500), "HmacSHA256")))
                .isEqualTo(401);
        assertThat(statusWith("x".repeat(6000))).isEqualTo(401);
        assertThat(statusWith("fg_test_wrongwrongwrongwrongwrong")).isEqualTo(401);
    }

    @Test
    void tokensOfAChangedUserAreRefused() throws Exception {
        String token = service.adminToken();
        try (var connection = service.database.connect();
                var statement = connection.createStatement()) {
            statement.execute(
                    "UPDATE flowgauge.app_user SET credential_version = credential_version + 1 WHERE login = 'admin'");
            service.bean(Directory.class).refresh();
            assertThat(statusWith(token)).isEqualTo(401);
            statement.execute("UPDATE flowgauge.app_user SET credential_version = 1 WHERE login = 'admin'");
            service.bean(Directory.class).refresh();
            assertThat(statusWith(token)).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "null",
                "{}",
                "{\"login\":\"admin\"}",
                "{\"login\":1,\"password\":\"x\"}",
                "{\"login\":\"a\",\"login\":\"b\",\"password\":\"x\"}",
                "{\"login\":\"a\",\"password\":\"x\"} more"
            })
    void aBodyOfAnotherShapeIsRefused(String body) {
        Answer answer = service.signIn(body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("detail").asString()).contains("login");
    }

    @Test
    void aWrongPasswordAndAnUnknownLoginGetTheSameAnswer() {
        Answer wrong = service.signIn("{\"login\":\"admin\",\"password\":\"wrong\"}");
        Answer unknown = service.signIn("{\"login\":\"nobody\",\"password\":\"wrong\"}");

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(unknown.body()).isEqualTo(wrong.body());
    }

    @Test
    void moreThanTenFailuresAMinuteAreThrottledAndOthersAreNot() {
        for (int failure = 0; failure < 10; failure++) {
            assertThat(service.signIn("{\"login\":\"victim\",\"password\":\"wrong\"}")
                            .status())
                    .isEqualTo(401);
        }

        Answer throttled = service.signIn("{\"login\":\"victim\",\"password\":\"wrong\"}");

        assertThat(throttled.status()).isEqualTo(429);
        assertThat(Integer.parseInt(throttled.header("Retry-After"))).isBetween(1, 60);
        assertThat(service.adminToken()).isNotEmpty();
    }
}
