package io.flowgauge.bootstrap.embedded;

import io.flowgauge.bootstrap.embedded.EmbeddedPostgres.Failure;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** An operating system and processor, in the words of the packaged binaries, for example {@code linux-x86_64}. */
record Platform(String name) {
    private static final String REMEDY =
            "; set SPRING_DATASOURCE_URL (and user name and password) to use a PostgreSQL of your own";

    static Platform current() {
        if (Files.exists(Path.of("/etc/alpine-release"))) {
            throw new Failure("there is no embedded PostgreSQL for Alpine Linux (musl)" + REMEDY);
        }
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    /** From the words of Java's system properties {@code os.name} and {@code os.arch}. */
    static Platform of(String osName, String osArch) {
        var lower = osName.toLowerCase(Locale.ROOT);
        var system = lower.startsWith("mac") ? "darwin" : lower;
        var processor = switch (osArch) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> osArch;
        };
        var known = (system.equals("linux") || system.equals("darwin"))
                && (processor.equals("x86_64") || processor.equals("arm_64"));
        if (!known) throw new Failure("there is no embedded PostgreSQL for " + osName + " on " + osArch + REMEDY);
        return new Platform(system + "-" + processor);
    }

    /** The archive of its binaries. */
    URL binaries() {
        var resource = Platform.class.getResource("/postgres-" + name + ".txz");
        if (resource == null) {
            throw new Failure("this Flowgauge was built without the embedded PostgreSQL for " + name
                    + "; build it on such a machine or with -Pall-platforms, or" + REMEDY.substring(1));
        }
        return resource;
    }
}
