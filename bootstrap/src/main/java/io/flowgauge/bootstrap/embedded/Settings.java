package io.flowgauge.bootstrap.embedded;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the server is started with. On its command line, so that nothing in the cluster overrules it and a server that is
 * found running shows whether it was started the same.
 */
final class Settings {
    private Settings() {}

    static List<String> of(Path cluster, int port) {
        return List.of(
                mark(cluster),
                "listen_addresses=127.0.0.1",
                "port=" + port,
                "unix_socket_directories=",
                "fsync=on",
                "full_page_writes=on",
                "synchronous_commit=on",
                "wal_level=logical",
                "max_wal_senders=10",
                "max_replication_slots=10",
                "max_slot_wal_keep_size=1GB",
                "max_wal_size=2GB",
                "shared_buffers=256MB",
                "password_encryption=scram-sha-256",
                "timezone=UTC",
                "log_timezone=UTC",
                "log_destination=stderr",
                "logging_collector=off");
    }

    /** Tells whose server a process is; in characters that every encoding of a command line keeps. */
    static String mark(Path cluster) {
        return "flowgauge.cluster=" + cluster.toUri().getRawPath().replaceAll("/+$", "");
    }

    /** As pg_ctl wants them, which hands them to a shell. */
    static String quoted(List<String> settings) {
        return settings.stream()
                .map(setting -> "-c '" + setting.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }

    /** As PostgreSQL notes them in the cluster's {@code postmaster.opts}. */
    static String noted(List<String> settings) {
        return settings.stream().map(setting -> "\"-c\" \"" + setting + "\"").collect(Collectors.joining(" "));
    }
}
