package io.flowgauge.rest.openapi;

import io.flowgauge.rest.security.ForStrangers;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** {@code GET /docs}: the contract in Swagger UI, whose files come out of its webjar; of that, those alone that the page loads. */
@Controller
class DocsPage implements WebMvcConfigurer {
    private static final String PAGE = "docs.html";
    private static final String OURS = "docs\\.js|docs\\.css";
    private static final String OF_SWAGGER_UI = "swagger-ui\\.css|swagger-ui-bundle\\.js|favicon-32x32\\.png";

    /** Swagger UI draws with data: images and sets styles while it runs; it needs no other wider right. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final byte[] page;

    DocsPage() throws IOException {
        try (InputStream html = new ClassPathResource(PAGE, DocsPage.class).getInputStream()) {
            page = html.readAllBytes();
        }
    }

    @ForStrangers
    @GetMapping("/docs")
    void page(HttpServletResponse response) throws IOException {
        response.setHeader("Content-Security-Policy", POLICY);
        response.setContentType(MediaType.TEXT_HTML_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.getOutputStream().write(page);
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry files) {
        // Their names stay when their content changes, so a browser asks again each time.
        CacheControl askAgain = CacheControl.noCache();
        files.addResourceHandler("/docs/{file:" + OURS + "}")
                .addResourceLocations("classpath:/io/flowgauge/rest/openapi/")
                .setCacheControl(askAgain);
        files.addResourceHandler("/docs/{file:" + OF_SWAGGER_UI + "}")
                .addResourceLocations("classpath:/META-INF/resources/webjars/swagger-ui/" + version() + "/")
                .setCacheControl(askAgain);
    }

    /** The version is part of where the webjar has its files. */
    private static String version() {
        Properties about = new Properties();
        try (InputStream properties =
                new ClassPathResource("META-INF/maven/org.webjars/swagger-ui/pom.properties").getInputStream()) {
            about.load(properties);
        } catch (IOException missing) {
            throw new IllegalStateException("Swagger UI is not on the class path", missing);
        }
        return about.getProperty("version");
    }
}
