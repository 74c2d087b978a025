package io.flowgauge.bootstrap.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** The server process of a data folder, seen and killed from outside. */
final class Postmasters {
    private Postmasters() {}

    static Postmaster of(Path data) throws IOException {
        return Postmaster.of(DataFolder.at(data).cluster())
                .filter(Postmaster::running)
                .orElseThrow();
    }

    static void kill(Postmaster postmaster) {
        ProcessHandle.of(postmaster.pid()).orElseThrow().destroyForcibly();
    }
}
