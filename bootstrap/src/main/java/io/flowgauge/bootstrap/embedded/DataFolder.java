package io.flowgauge.bootstrap.embedded;

import io.flowgauge.bootstrap.embedded.EmbeddedPostgres.Failure;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** The service's data folder: what lies where. The path is real: absolute and without links. */
record DataFolder(Path path) {
    static DataFolder at(Path data) {
        try {
            Files.createDirectories(data);
            return new DataFolder(data.toRealPath());
        } catch (IOException e) {
            throw new Failure(
                    "data folder " + data.toAbsolutePath() + " cannot be made (" + e
                            + "); set FLOWGAUGE_DATA to a folder that user "
                            + System.getProperty("user.name") + " can write",
                    e);
        }
    }

    Path cluster() {
        return path.resolve("postgres");
    }

    Path unfinishedCluster() {
        return path.resolve("postgres.new");
    }

    Path password() {
        return path.resolve("postgres.password");
    }

    Path port() {
        return path.resolve("postgres.port");
    }

    Path log() {
        return path.resolve("postgres.log");
    }

    Path lock() {
        return path.resolve("flowgauge.lock");
    }

    /** Written whole or not at all, readable by its owner alone. */
    static void write(Path file, String content) throws IOException {
        var unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        makePrivate(unfinished);
        Files.writeString(unfinished, content, StandardOpenOption.SYNC);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Makes an empty file that its owner alone can read. */
    static void makePrivate(Path file) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) return;
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) throw failure;
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
