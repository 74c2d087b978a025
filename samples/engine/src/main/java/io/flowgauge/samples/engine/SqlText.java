package io.flowgauge.samples.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A SQL script of this package's resources, as it is run and as it is shown as a task's code. */
final class SqlText {
    private SqlText() {}

    static String of(String name) {
        try (InputStream in = SqlText.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException(
                        name + " is not among the engine's SQL scripts; the jar is not whole");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
