package io.flowgauge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.application.port.out.SigningKeys;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.SigningKey;
import io.flowgauge.http.ServiceApi.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Tokens and keys that nobody gave out, most of them signed with the service's own key, so that the signature is not what refuses them. */
@ExtendWith(OutputCaptureExtension.class)
class HostileTokensTest {
    @SuppressWarnings("TimeInStaticInitializer") // The tokens are made for this moment.
    private static final long NOW = Instant.now().getEpochSecond();

    private static final long SOON = NOW + 300;

    private static RunningService service;
    private static SigningKey key;
    private static long user;

    @BeforeAll
    static void start() {
        service = new RunningService();
        key = service.bean(SigningKeys.class).all().get(0);
        user = new Accounts(service)
                .user(Accounts.DEFAULT, "victim", Role.ADMINISTRATOR)
                .id()
                .value();
        new Accounts(service).tenant("another", ZoneOffset.UTC);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String mac(String content, String algorithm, byte[] secret) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret, algorithm));
            return content + "." + base64(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new AssertionError(missing);
        }
    }

    private static String signed(String header, String claims) {
        return mac(base64(header) + "." + base64(claims), "HmacSHA256", key.secret());
    }

    private static String header() {
        return header("\"alg\":\"HS256\"");
    }

    private static String header(String more) {
        return "{\"kid\":\"" + key.id() + "\"," + more + "}";
    }

    private static String kid(String json) {
        return signed("{\"alg\":\"HS256\",\"kid\":" + json + "}", claims());
    }

    private static String claims() {
        return claims("\"iat\":" + NOW + ",\"exp\":" + SOON);
    }

    private static String claims(String times) {
        return "{\"sub\":\"" + user + "\",\"tenant\":1,\"version\":1," + times + "}";
    }

    private static String signed(String claims) {
        return signed(header(), claims);
    }

    private static String rsa() {
        try {
            KeyPairGenerator pairs = KeyPairGenerator.getInstance("RSA");
            pairs.initialize(2048);
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(pairs.generateKeyPair().getPrivate());
            String content = base64(header("\"alg\":\"RS256\"")) + "." + base64(claims());
            signature.update(content.getBytes(StandardCharsets.UTF_8));
            return content + "." + base64(signature.sign());
        } catch (GeneralSecurityException missing) {
            throw new AssertionError(missing);
        }
    }

    private static String swappedCase(String text) {
        StringBuilder swapped = new StringBuilder();
        text.chars()
                .map(c -> Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c))
                .forEach(c -> swapped.append((char) c));
        return swapped.toString();
    }

    static Stream<Map.Entry<String, String>> hostile() {
        Map<String, String> all = new LinkedHashMap<>();
        String good = signed(claims());
        String content = good.substring(0, good.lastIndexOf('.'));
        String signature = good.substring(good.lastIndexOf('.') + 1);
        String ofKey = RunningService.KEY;

        // algorithms
        for (String none : new String[] {"none", "None", "NONE", "nOnE", ""}) {
            all.put(
                    "alg \"" + none + "\", no signature",
                    base64(header("\"alg\":\"" + none + "\"")) + "." + base64(claims()) + ".");
            all.put("alg \"" + none + "\", signed all the same", signed(header("\"alg\":\"" + none + "\""), claims()));
        }
        all.put("HS384", mac(base64(header("\"alg\":\"HS384\"")) + "." + base64(claims()), "HmacSHA384", key.secret()));
        all.put("HS512", mac(base64(header("\"alg\":\"HS512\"")) + "." + base64(claims()), "HmacSHA512", key.secret()));
        all.put("hs256 in lower case", signed(header("\"alg\":\"hs256\""), claims()));
        all.put("RS256 of a key of one's own", rsa());
        all.put("RS256 signed as HS256", signed(header("\"alg\":\"RS256\""), claims()));
        all.put(
                "ES256 with the signature of zeros",
                base64(header("\"alg\":\"ES256\"")) + "." + base64(claims()) + "." + base64(new byte[64]));
        all.put("alg a number", signed(header("\"alg\":256"), claims()));
        all.put("alg a list", signed(header("\"alg\":[\"HS256\"]"), claims()));
        all.put("no alg", signed("{\"kid\":\"" + key.id() + "\"}", claims()));
        all.put("two algs", signed(header("\"alg\":\"none\",\"alg\":\"HS256\""), claims()));
        all.put(
                "dir encryption",
                base64("{\"alg\":\"dir\",\"enc\":\"A128GCM\",\"kid\":\"" + key.id() + "\"}") + "..AAAA.AAAA.AAAA");

        // kid
        all.put("no kid", signed("{\"alg\":\"HS256\"}", claims()));
        all.put("kid null", kid("null"));
        all.put("kid empty", kid("\"\""));
        all.put("kid a path", kid("\"../../../../dev/null\""));
        all.put("kid SQL", kid("\"' UNION SELECT 'x' --\""));
        all.put("kid a number", kid("1"));
        all.put("kid a list", kid("[\"" + key.id() + "\"]"));
        all.put("kid with U+0000", kid("\"" + key.id() + "\\u0000\""));
        all.put("kid in other letters", kid("\"" + swappedCase(key.id()) + "\""));
        all.put("kid with a space", kid("\" " + key.id() + "\""));
        all.put("two kids", signed("{\"alg\":\"HS256\",\"kid\":\"x\",\"kid\":\"" + key.id() + "\"}", claims()));
        all.put(
                "a key in the header",
                mac(
                        base64(header("\"alg\":\"HS256\",\"jwk\":{\"kty\":\"oct\",\"k\":\"AAAA\"}")) + "."
                                + base64(claims()),
                        "HmacSHA256",
                        new byte[32]));
        all.put(
                "a key elsewhere",
                mac(
                        base64(header("\"alg\":\"HS256\",\"jku\":\"http://127.0.0.1:1/\"")) + "." + base64(claims()),
                        "HmacSHA256",
                        new byte[32]));
        all.put("signed with nothing", mac(content, "HmacSHA256", new byte[32]));
        all.put("signed with the kid", mac(content, "HmacSHA256", key.id().getBytes(StandardCharsets.UTF_8)));
        all.put("unknown critical header", signed(header("\"alg\":\"HS256\",\"crit\":[\"x\"],\"x\":1"), claims()));
        all.put("unencoded payload", signed(header("\"alg\":\"HS256\",\"b64\":false,\"crit\":[\"b64\"]"), claims()));
        all.put("compressed", signed(header("\"alg\":\"HS256\",\"zip\":\"DEF\""), claims()));

        // times
        all.put("expired", signed(claims("\"iat\":" + (NOW - 700) + ",\"exp\":" + (NOW - 100))));
        all.put("without an end", signed(claims("\"iat\":" + NOW)));
        all.put("end null", signed(claims("\"iat\":" + NOW + ",\"exp\":null")));
        all.put("end a text", signed(claims("\"iat\":" + NOW + ",\"exp\":\"tomorrow\"")));
        all.put("end before 1970", signed(claims("\"iat\":" + NOW + ",\"exp\":-1")));
        all.put("end a list", signed(claims("\"iat\":" + NOW + ",\"exp\":[" + SOON + "]")));
        all.put("not yet", signed(claims("\"iat\":" + NOW + ",\"nbf\":" + SOON + ",\"exp\":" + SOON)));
        all.put("two ends", signed(claims("\"iat\":" + NOW + ",\"exp\":" + (NOW - 5) + ",\"exp\":" + SOON)));

        // claims
        all.put("no subject", signed("{\"tenant\":1,\"version\":1,\"exp\":" + SOON + "}"));
        all.put("a subject that is no number", signed(claims().replace("\"" + user + "\"", "\"victim\"")));
        all.put("a user that is not there", signed(claims().replace("\"" + user + "\"", "\"999999\"")));
        all.put("a negative user", signed(claims().replace("\"" + user + "\"", "\"-1\"")));
        all.put("two subjects", signed(claims().replace("{", "{\"sub\":\"1\",")));
        all.put("another tenant", signed(claims().replace("\"tenant\":1", "\"tenant\":2")));
        all.put("tenant a text", signed(claims().replace("\"tenant\":1", "\"tenant\":\"1\"")));
        all.put("two tenants", signed(claims().replace("\"tenant\":1", "\"tenant\":2,\"tenant\":1")));
        all.put("no tenant", signed(claims().replace("\"tenant\":1,", "")));
        all.put("an older version", signed(claims().replace("\"version\":1", "\"version\":0")));
        all.put("a newer version", signed(claims().replace("\"version\":1", "\"version\":2")));
        all.put("two versions", signed(claims().replace("\"version\":1", "\"version\":2,\"version\":1")));
        all.put("no version", signed(claims().replace("\"version\":1,", "")));
        all.put("claims that are a list", signed("[]"));
        all.put("claims that are nothing", signed(""));
        all.put("claims that are deep", signed("{\"a\":".repeat(200) + "1" + "}".repeat(200)));
        all.put(
                "claims in UTF-16",
                mac(
                        base64(header()) + "." + base64(claims().getBytes(StandardCharsets.UTF_16)),
                        "HmacSHA256",
                        key.secret()));
        all.put("more after the claims", signed(claims() + "{}"));

        // encodings
        all.put("one part", content.substring(0, content.indexOf('.')));
        all.put("two parts", content);
        all.put("no signature", content + ".");
        all.put("four parts", good + ".AAAA");
        all.put("a signature cut off", good.substring(0, good.length() - 2));
        all.put("a signature with more", good + "AAAA");
        all.put("another signature", content + "." + base64(new byte[32]));
        all.put(
                "a changed claim",
                base64(header()) + "." + base64(claims().replace("\"version\":1", "\"version\":1 ")) + "." + signature);
        all.put("percent signs", good.replace(".", "%2E"));
        all.put("a star in it", "*" + good);
        all.put("a token twice", good + good);
        all.put("quoted", "\"" + good + "\"");
        all.put("only dots", "..");
        all.put("dots", ".".repeat(1_000));
        all.put("oversize", signed(claims("\"x\":\"" + "x".repeat(4_000) + "\",\"exp\":" + SOON)));

        // keys
        all.put(
                "a key as claims",
                signed("{\"sub\":\"" + ofKey + "\",\"tenant\":1,\"version\":1,\"exp\":" + SOON + "}"));
        all.put("a key's secret alone", ofKey.substring(ofKey.lastIndexOf('_') + 1));
        all.put("a key without its secret", "fg_test_");
        all.put("a key with another secret", "fg_test_" + "x".repeat(28));
        all.put("a key of another id", ofKey.replace("fg_test_", "fg_test2_"));
        all.put("a key with more", ofKey + "x");
        all.put("a key in other letters", "FG" + ofKey.substring(2));
        all.put("a key that is a token", "fg_" + good);
        all.put("a token as a key's secret", "fg_test_" + good);
        return all.entrySet().stream();
    }

    private static Answer ask(String path, String credential) {
        return service.get(path, credential);
    }

    @Test
    void ourOwnSpecimenIsTakenSoThatTheRefusalsMeanSomething() {
        assertThat(ask("/api/v1/tasks", signed(claims())).status()).isEqualTo(200);
        assertThat(hostile().count()).isGreaterThanOrEqualTo(60);
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void eachIsRefusedAndTheLogSaysWhyWithoutShowingIt(Map.Entry<String, String> token, CapturedOutput log) {
        Answer refused = ask("/api/v1/tasks", token.getValue());

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
        assertThat(refused.body()).doesNotContain(token.getValue());
        assertThat(log.getOut().lines().filter(line -> line.contains("refused a credential")))
                .singleElement()
                .asString()
                .containsPattern("refused a credential from 127\\.0\\.0\\.1: a (token|key): \\w+")
                .doesNotContain(token.getValue())
                .doesNotContain(key.id());
    }

    /** Java's own client would not send it. */
    @Test
    void oneWithControlCharactersIsRefusedToo(CapturedOutput log) throws IOException {
        String answer = Line.answer(
                service.uri("/").getPort(),
                "GET /api/v1/tasks HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                        + signed(claims()) + "\u0085\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 401 ");
        assertThat(log.getOut()).contains("refused a credential from 127.0.0.1: characters that no credential has");
    }

    @Test
    void aKeyIsNoTokenAndATokenNoKey() {
        assertThat(ask("/rest/v1/tasks", RunningService.KEY).status()).isEqualTo(403);
        assertThat(service.send("POST", "/api/v1/reports", new As.Bearer(service.adminToken()), "[]")
                        .status())
                .isEqualTo(403);
    }
}
