package io.flowgauge.bootstrap.move;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes the target's partitions those of the source: same names, same bounds. */
final class Partitions {
    private final Session target;

    Partitions(Session target) {
        this.target = target;
    }

    /** Those that only an earlier command found in the source go, with the rows that it copied. */
    void makeLike(List<Part> source, List<Part> there) {
        Set<String> wanted = names(source);
        Set<String> present = names(there);
        target.inTransaction(() -> {
            there.stream()
                    .filter(part -> part.partition() != null && !wanted.contains(part.name()))
                    .forEach(part -> target.execute("DROP TABLE " + part.name()));
            source.stream().filter(part -> !present.contains(part.name())).forEach(this::make);
        });
    }

    private static Set<String> names(List<Part> parts) {
        return parts.stream().map(Part::name).collect(Collectors.toSet());
    }

    /** As the service makes them, with the comments of their columns. */
    private void make(Part part) {
        if (part.partition() != null) {
            String table = part.partition().table();
            target.execute("CREATE TABLE " + part.name() + " (LIKE " + table + " INCLUDING ALL)");
            target.execute("ALTER TABLE " + table + " ATTACH PARTITION " + part.name() + " "
                    + part.partition().bounds());
        }
    }
}
