package io.flowgauge.bootstrap.embedded;

import io.flowgauge.bootstrap.embedded.EmbeddedPostgres.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How the account that runs PostgreSQL gets at the data folder. A service of root may keep its data below a folder that
 * is shut to others, say {@code /root}. Then the cluster is reached through a descriptor that the server's processes
 * inherit, which asks nothing of the folders above, and the binaries, which the loader wants by path, lie elsewhere.
 */
record Reach(Account account, boolean byPath) {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final String DESCRIPTOR = "9";

    static Reach of(Account account, Path folder) throws IOException {
        var byPath = account.enters(folder);
        if (!byPath && !Files.isDirectory(DESCRIPTORS)) {
            throw new Failure("PostgreSQL does not run as root, and the user it runs as may not enter data folder "
                    + folder + "; allow it (chmod o+x on that folder and those above) or set FLOWGAUGE_DATA to"
                    + " another folder");
        }
        return new Reach(account, byPath);
    }

    Path homeOfBinaries(DataFolder folder, Path shared) {
        return (byPath ? folder.path() : shared).resolve("postgres-binaries");
    }

    /** What to call the cluster in a command that {@link #command} makes. */
    String cluster(Path cluster) {
        return byPath ? cluster.toString() : DESCRIPTORS.resolve(DESCRIPTOR).toString();
    }

    /**
     * A command about a cluster.
     *
     * @param script run by sh with the words as its arguments
     */
    Command command(Path cluster, String script, List<String> words) {
        var open = byPath ? "" : "exec " + DESCRIPTOR + "<. && ";
        var all = new ArrayList<>(List.of("sh", "-c", open + script, "sh"));
        all.addAll(words);
        return new Command(cluster, account.words(all));
    }
}
