package io.flowgauge.samples.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The files of one run of the flow; those of the last {@value #KEPT} runs are kept to be looked into. */
record RunFolder(Path path) {
    private static final int KEPT = 20;

    static RunFolder make(Path runs, String runKey) throws IOException {
        // a run key is an instant, and ':' is no character of a file's name everywhere
        Path path = Files.createDirectories(runs).resolve(runKey.replace(':', '-'));
        Files.createDirectory(path);
        forgetOld(runs);
        return new RunFolder(path);
    }

    Path orders() {
        return path.resolve("orders.copy");
    }

    Path sales() {
        return path.resolve("sales.copy");
    }

    private static void forgetOld(Path runs) throws IOException {
        for (Path old : newestFirst(runs).stream().skip(KEPT).toList()) {
            for (Path file : newestFirst(old)) {
                Files.delete(file);
            }
            Files.delete(old);
        }
    }

    private static List<Path> newestFirst(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted(Comparator.reverseOrder()).toList();
        }
    }
}
