package io.flowgauge.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java on the project's front page compiles as it stands. */
class FrontPageTest {
    private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    @ParameterizedTest
    @ValueSource(strings = {"../README.md"})
    void theExampleCompiles(String readme, @TempDir Path classes) throws IOException {
        Matcher example = JAVA.matcher(Files.readString(Path.of(readme)));
        assertThat(example.find()).isTrue();
        String source = """
                import io.flowgauge.recorder.*;
                import java.net.URI;
                class Example {
                    interface Order { long createdAt(); }
                    interface Target { void write(Order order); }
                    void run(Iterable<Order> source, Target target, String key) {
                %s
                    }
                }
                """.formatted(example.group(1));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter problems = new StringWriter();

        boolean compiled = compiler.getTask(
                        problems,
                        null,
                        null,
                        List.of("-d", classes.toString(), "-proc:none", "-Xlint:all", "-classpath", "target/classes"),
                        null,
                        List.of(new Source(source)))
                .call();

        assertThat(compiled).as(problems.toString()).isTrue();
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
