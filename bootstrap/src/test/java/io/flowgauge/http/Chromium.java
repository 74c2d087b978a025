package io.flowgauge.http;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.springframework.util.FileSystemUtils;

/** A browser without a window. Where there is none, tests with it are left out; never in CI. */
final class Chromium {
    private Chromium() {}

    /**
     * A page as it is once its scripts have run.
     *
     * @param console what the page said to its console, a line each, such as what its policy refused
     */
    record Shown(String html, List<String> console) {}

    /** Opens a page, and puts a picture of it into a file. */
    static Shown open(URI page, Path picture) throws IOException, InterruptedException {
        Optional<String> browser = browser();
        if (browser.isEmpty() && System.getenv("CI") == null) {
            Assumptions.abort("there is no Chromium here; install the package chromium, or set CHROMIUM to one");
        }
        Path own = Files.createTempDirectory("chromium");
        try {
            return open(browser.orElseThrow(), page, picture, own);
        } finally {
            FileSystemUtils.deleteRecursively(own);
        }
    }

    private static Shown open(String browser, URI page, Path picture, Path own)
            throws IOException, InterruptedException {
        Path html = own.resolve("page.html");
        Path said = own.resolve("said");
        Process process = new ProcessBuilder(
                        browser,
                        "--headless",
                        // Tests run as root in containers.
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--user-data-dir=" + own,
                        "--enable-logging=stderr",
                        "--window-size=1280,1600",
                        "--virtual-time-budget=20000",
                        "--screenshot=" + picture.toAbsolutePath(),
                        "--dump-dom",
                        page.toString())
                .redirectOutput(html.toFile())
                .redirectError(said.toFile())
                .start();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError("Chromium did not end: " + Files.readString(said));
            }
        } finally {
            // Awaited, since they write into the folder that is to go.
            Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                    .toList()
                    .forEach(handle -> {
                        handle.destroyForcibly();
                        handle.onExit()
                                .completeOnTimeout(handle, 10, TimeUnit.SECONDS)
                                .join();
                    });
        }
        try (Stream<String> lines = Files.lines(said, StandardCharsets.UTF_8)) {
            return new Shown(
                    Files.readString(html),
                    lines.filter(line -> line.contains("CONSOLE")).toList());
        }
    }

    private static Optional<String> browser() {
        return Stream.concat(
                        Optional.ofNullable(System.getenv("CHROMIUM")).stream(),
                        Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"))
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst();
    }
}
