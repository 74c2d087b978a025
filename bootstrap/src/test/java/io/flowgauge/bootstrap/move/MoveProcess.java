package io.flowgauge.bootstrap.move;

import io.flowgauge.bootstrap.FlowgaugeApplication;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A move in a process of its own. */
final class MoveProcess {
    private MoveProcess() {}

    static Process start(Map<String, String> settings, String url) throws IOException {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FlowgaugeApplication.class.getName(),
                        "history",
                        "move",
                        "--to",
                        url)
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("FLOWGAUGE_") || name.startsWith("SPRING_"));
        builder.environment().putAll(settings);
        return builder.start();
    }
}
