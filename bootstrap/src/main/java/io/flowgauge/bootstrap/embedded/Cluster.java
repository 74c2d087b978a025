package io.flowgauge.bootstrap.embedded;

import io.flowgauge.bootstrap.embedded.EmbeddedPostgres.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL's files. Made beside their place and moved there whole, so one that is half made is never taken for one. */
record Cluster(DataFolder folder, Installation installation, Reach reach) {
    private static final Logger log = LoggerFactory.getLogger(Cluster.class);

    /** Makes the cluster if there is none. */
    void prepare(Login login) throws IOException {
        var path = folder.cluster();
        if (!Files.exists(path)) {
            make(login);
            return;
        }
        var version = path.resolve("PG_VERSION");
        if (!Files.exists(version)) {
            throw new Failure("folder " + path + " is there but holds no PostgreSQL cluster; take it away or set"
                    + " FLOWGAUGE_DATA to another folder");
        }
        if (!Files.isReadable(version)) {
            throw new Failure("cluster " + path + " belongs to user " + Files.getOwner(path)
                    + "; start Flowgauge as that user or set FLOWGAUGE_DATA to another folder");
        }
        var there = Files.readString(version).trim();
        var here = installation.majorVersion();
        if (!there.equals(here)) {
            throw new Failure(
                    "cluster " + path + " is of PostgreSQL " + there + ", and this Flowgauge brings PostgreSQL " + here
                            + "; start the Flowgauge that made it, or set FLOWGAUGE_DATA to another folder");
        }
        if ("0".equals(Files.getAttribute(path, "unix:uid").toString()))
            reach.account().own(path);
    }

    private void make(Login login) throws IOException {
        log.info("Making a PostgreSQL {} cluster in {}", installation.majorVersion(), folder.cluster());
        var unfinished = folder.unfinishedCluster();
        DataFolder.deleteTree(unfinished);
        Files.createDirectory(unfinished);
        Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwx------"));
        reach.account().own(unfinished);
        // Through cat, since a pipe that root made cannot be opened by name by the user that initdb runs as.
        var ending =
                reach.command(unfinished, "cat | \"$@\"", initdb(unfinished)).run(login.password() + "\n");
        if (!ending.good()) {
            throw new Failure("PostgreSQL cluster " + folder.cluster() + " cannot be made: " + ending.lastWords());
        }
        Files.move(unfinished, folder.cluster(), StandardCopyOption.ATOMIC_MOVE);
    }

    private List<String> initdb(Path cluster) {
        return List.of(
                installation.program("initdb"),
                "--pgdata=" + reach.cluster(cluster),
                "--username=" + Login.USER,
                "--pwfile=/dev/stdin",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--data-checksums",
                "--no-instructions");
    }
}
