package io.flowgauge.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS by a bundle of PEM files, as {@code docs/operating.md} tells it. */
class TlsTest {
    private static final char[] STORE_PASSWORD = "changeit".toCharArray();

    @TempDir
    static Path folder;

    private static RunningService service;
    private static SSLContext trusting;

    @BeforeAll
    static void start() throws Exception {
        Path store = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "web",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(STORE_PASSWORD))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, STORE_PASSWORD);
        }
        Path certificate = pem("CERTIFICATE", keys.getCertificate("web").getEncoded());
        Path key = pem("PRIVATE KEY", keys.getKey("web", STORE_PASSWORD).getEncoded());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("web", keys.getCertificate("web"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        trusting = SSLContext.getInstance("TLS");
        trusting.init(null, trust.getTrustManagers(), null);
        service = new RunningService(
                "--server.ssl.bundle=web",
                "--spring.ssl.bundle.pem.web.keystore.certificate=file:" + certificate,
                "--spring.ssl.bundle.pem.web.keystore.private-key=file:" + key,
                "--flowgauge.header-timeout=1s",
                "--server.tomcat.connection-timeout=1s");
    }

    private static Path pem(String kind, byte[] der) throws Exception {
        return Files.writeString(
                folder.resolve(kind.replace(' ', '-') + ".pem"),
                "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + kind
                        + "-----\n");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static HttpResponse<String> get(String path, String protocol) throws Exception {
        SSLParameters parameters = trusting.getDefaultSSLParameters();
        parameters.setProtocols(new String[] {protocol});
        URI uri = URI.create("https://localhost:" + service.uri("/").getPort() + path);
        return HttpClient.newBuilder()
                .sslContext(trusting)
                .sslParameters(parameters)
                .build()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void itSpeaksTheVersionsThatHoldAndTellsBrowsersToKeepToTls(String version) throws Exception {
        HttpResponse<String> health = get("/actuator/health", version);
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.sslSession())
                .hasValueSatisfying(session -> assertThat(session.getProtocol()).isEqualTo(version));
        assertThat(health.headers().firstValue("Strict-Transport-Security")).contains("max-age=31536000");
        assertThat(get("/api/v1/tasks", version).headers().firstValue("Strict-Transport-Security"))
                .isPresent();
    }

    @Test
    void aUrlThatIsTooLongIsToldSo() throws Exception {
        for (String path : new String[] {"/" + "x".repeat(9_000), "/?q=" + "x".repeat(9_000)}) {
            assertThat(get(path, "TLSv1.3").statusCode()).isEqualTo(414);
        }
    }

    /** Java's own client would not even ask. */
    @ParameterizedTest
    @ValueSource(ints = {0x0301, 0x0302})
    void itRefusesOlderVersions(int version) throws Exception {
        ByteBuffer hello = ByteBuffer.allocate(50);
        hello.put((byte) 22).putShort((short) version).putShort((short) 45);
        hello.put((byte) 1).put((byte) 0).putShort((short) 41);
        hello.putShort((short) version).put(new byte[32]).put((byte) 0);
        hello.putShort((short) 2).putShort((short) 0xC009).put((byte) 1).put((byte) 0);
        try (Socket socket = new Socket("localhost", service.uri("/").getPort())) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            out.write(hello.array());
            byte[] answer = socket.getInputStream().readNBytes(7);
            assertThat(answer).hasSize(7);
            assertThat(answer[0]).as("an alert").isEqualTo((byte) 21);
            assertThat(answer[6]).as("of the protocol's version").isEqualTo((byte) 70);
        }
    }

    @Test
    void plainHttpOnThatPortIsAnsweredWithoutAnythingOfTheService() throws Exception {
        assertThat(Line.answer(service.uri("/").getPort(), "GET /actuator/health HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .doesNotContain("UP")
                .doesNotContainIgnoringCase("tomcat");
    }

    @Test
    void aHandshakeThatComesByteByByteIsCutOff() throws Exception {
        try (Line line = Line.to(service.uri("/").getPort())) {
            byte[] hello = ByteBuffer.allocate(500)
                    .put((byte) 22)
                    .putShort((short) 0x0301)
                    .putShort((short) 495)
                    .put((byte) 1)
                    .put((byte) 0)
                    .putShort((short) 491)
                    .array();
            line.dripUntilClosed(
                    new String(hello, StandardCharsets.ISO_8859_1).substring(0, 200), Duration.ofMillis(100));
        }
    }
}
