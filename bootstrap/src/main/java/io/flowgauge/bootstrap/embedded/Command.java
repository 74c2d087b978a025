package io.flowgauge.bootstrap.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A program that is run to its end in a folder. */
record Command(Path folder, List<String> words) {
    /** How a program ended. {@code output}: both of its streams. */
    record Ending(int code, String output) {
        boolean good() {
            return code == 0;
        }

        /** Last line that is not empty, or the exit code if the program said nothing. */
        String lastWords() {
            return output.lines()
                    .filter(line -> !line.isBlank())
                    .reduce((first, second) -> second)
                    .map(String::trim)
                    .orElse("exit code " + code);
        }
    }

    /** @throws IOException the program is not there or cannot be run */
    Ending run(String input) throws IOException {
        var process = prepare().redirectErrorStream(true).start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It ended without reading; its code and output tell more than the broken pipe.
        }
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ending(await(process), output);
    }

    Ending run() throws IOException {
        return run("");
    }

    /** Runs it with its output, and that of all it leaves running, appended to a file. */
    int runInto(Path log) throws IOException {
        var process = prepare()
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        return await(process);
    }

    private ProcessBuilder prepare() {
        var builder = new ProcessBuilder(words).directory(folder.toFile());
        var environment = builder.environment();
        // The operator's own PostgreSQL settings are not meant for this server, and messages are read in English.
        environment.keySet().removeIf(name -> name.startsWith("PG"));
        environment.put("LC_ALL", "C");
        return builder;
    }

    /** An interrupt waits too: nobody would look after the program otherwise. */
    private static int await(Process process) {
        var interrupted = false;
        while (true) {
            try {
                var code = process.waitFor();
                if (interrupted) Thread.currentThread().interrupt();
                return code;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }
}
