package io.flowgauge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.http.Chromium.Shown;
import io.flowgauge.http.ServiceApi.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page {@code /docs}, as a browser shows it to a stranger. */
class DocsPageTest {
    private static RunningService service;

    @BeforeAll
    static void start() {
        service = new RunningService();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void aBrowserShowsEveryOperationAndRefusesNothing() throws IOException, InterruptedException {
        Path picture = Path.of("target", "docs.png");
        Shown shown = Chromium.open(service.uri("/docs#/tasks/listTasks"), picture);
        assertThat(shown.console()).isEmpty();
        for (Contract.Operation operation : Contract.of(service).operations()) {
            assertThat(shown.html())
                    .as(operation.toString())
                    .contains("data-path=\"" + operation.path + "\"")
                    .contains("-" + operation.json.get("operationId").asString() + "\"");
        }
        assertThat(shown.html())
                .as("the operation that the address names, opened")
                .contains("A part of the task's name");
        assertThat(picture).isNotEmptyFile();
    }

    @Test
    void itsPolicyIsAsStrictAsSwaggerUiBears() {
        assertThat(service.get("/docs", null).header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self';", "style-src 'self';", "connect-src 'self';")
                .doesNotContain("unsafe", "*", "http");
    }

    @Test
    void thePageHasNothingInlineAndNothingFromElsewhere() {
        Answer page = service.get("/docs", null);
        assertThat(page.header("Content-Type")).isEqualTo("text/html;charset=UTF-8");
        assertThat(page.body())
                .doesNotContain("<style", "style=", "onload", "//")
                .doesNotContainPattern("<script>");
        Matcher files = Pattern.compile("(?:src|href)=\"([^\"]+)\"").matcher(page.body());
        while (files.find()) {
            assertThat(service.get("/" + files.group(1), null).status())
                    .as(files.group(1))
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/docs/swagger-ui-bundle.js, text/javascript",
        "/docs/docs.js, text/javascript",
        "/docs/swagger-ui.css, text/css",
        "/docs/docs.css, text/css",
        "/docs/favicon-32x32.png, image/png"
    })
    void itsFilesMayBeKeptButAreAskedForAgain(String path, String type) {
        Answer file = service.get(path, null);
        assertThat(file.status()).isEqualTo(200);
        assertThat(file.header("Content-Type")).startsWith(type);
        assertThat(file.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(file.header("Last-Modified")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/docs/index.html",
                "/docs/swagger-initializer.js",
                "/docs/oauth2-redirect.html",
                "/docs/docs.html",
                "/docs/openapi.yaml",
                "/docs/DocsPage.class",
                "/docs/swagger-ui.css/",
                "/docs/..%2Fopenapi.yaml",
                "/docs/x/swagger-ui.css",
                "/webjars/swagger-ui/index.html",
                "/swagger-ui/index.html",
                "/swagger-ui.html"
            })
    void nothingElseOfItIsThere(String path) {
        assertThat(service.get(path, null).status()).isIn(400, 401, 404);
        assertThat(service.get(path, service.adminToken()).status()).isIn(400, 404);
    }
}
