package io.flowgauge.persistence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.flywaydb.core.api.MigrationVersion;

/**
 * Rows of every table, as SQL that each version of the schema takes: {@code upgrade/004-runs.sql} inserts runs from version 4 on, until
 * a later file of that name takes over. All files of a name tell the same facts.
 */
final class SampleRows {
    private SampleRows() {}

    /** The statements that fill a database of that version. */
    static List<String> of(MigrationVersion version) {
        Map<String, Path> newest = new TreeMap<>();
        Map<String, String> order = new TreeMap<>();
        for (Path sample : samples()) {
            String file = sample.getFileName().toString();
            String topic = file.substring(file.indexOf('-'));
            if (MigrationVersion.fromVersion(file.substring(0, file.indexOf('-')))
                            .compareTo(version)
                    <= 0) {
                order.putIfAbsent(topic, file);
                newest.put(order.getOrDefault(topic, file), sample);
            }
        }
        return newest.values().stream().map(SampleRows::text).toList();
    }

    private static List<Path> samples() {
        try (var files = Files.list(Path.of(
                Objects.requireNonNull(SampleRows.class.getResource("upgrade")).toURI()))) {
            return files.sorted().toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String text(Path sample) {
        try {
            return Files.readString(sample);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
