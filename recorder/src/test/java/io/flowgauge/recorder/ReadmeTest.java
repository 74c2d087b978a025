package io.flowgauge.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's example does what the README says. */
class ReadmeTest extends RecorderTest {
    private static final Pattern EXAMPLE = Pattern.compile("```java\\n(.*?)```.*?```\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    @Test
    void theExampleCompilesAndPrintsItsOutput() throws Exception {
        Matcher example = EXAMPLE.matcher(Files.readString(Path.of("README.md")));
        assertThat(example.find()).isTrue();
        compile(example.group(1));

        String printed = run();

        assertThat(printed.strip()).isEqualTo(example.group(2).strip());
        Report copy = flowgauge.requests().get(0).reports().get(0);
        assertThat(flowgauge.newest(copy.requestId()).text("state")).isEqualTo("completed");
        assertThat(flowgauge.newest(copy.requestId()).number("recordsProcessed"))
                .isEqualTo(1_000);
    }

    private void compile(String source) throws IOException {
        Path file = Files.writeString(folder.resolve("CopyOrders.java"), source);
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        String library = Path.of("target", "classes").toAbsolutePath().toString();
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, errors, "-proc:none", "-classpath", library, "-d", folder.toString(), file.toString());
        assertThat(errors.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(status).isZero();
    }

    private String run() throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            loader.loadClass("CopyOrders").getMethod("main", String[].class).invoke(null, (Object)
                    new String[] {flowgauge.uri().toString(), FakeFlowgauge.KEY});
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
