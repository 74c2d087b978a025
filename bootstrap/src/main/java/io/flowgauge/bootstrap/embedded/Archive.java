package io.flowgauge.bootstrap.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.URL;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The form that the binaries are packaged in: tar, packed by xz. */
final class Archive {
    private static final Set<PosixFilePermission> PLAIN = PosixFilePermissions.fromString("rw-r--r--");
    private static final Set<PosixFilePermission> EXECUTABLE = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final int ANY_EXECUTE_BIT = 0111;

    private Archive() {}

    /** Folders, files and links, readable by everybody whatever the umask: the server may run as another user. */
    static void unpack(URL archive, Path folder) throws IOException {
        try (var tar = new TarArchiveInputStream(
                new XZCompressorInputStream(new BufferedInputStream(archive.openStream(), 1 << 16)))) {
            makeFolder(folder);
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, folder);
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder) throws IOException {
        var target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) throw new IOException("archive entry " + entry.getName() + " leads outside");
        if (entry.isDirectory()) {
            makeFolder(target);
            return;
        }
        var parent = target.getParent();
        if (parent != null) makeFolder(parent);
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (entry.isFile()) {
            copy(tar, target);
            Files.setPosixFilePermissions(target, (entry.getMode() & ANY_EXECUTE_BIT) == 0 ? PLAIN : EXECUTABLE);
        } else {
            throw new IOException("archive entry " + entry.getName() + " is neither file, folder nor symbolic link");
        }
    }

    /** On the disk before the folder gets its name, so that the name stands for whole files after a power cut too. */
    private static void copy(TarArchiveInputStream tar, Path target) throws IOException {
        try (var file = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            tar.transferTo(Channels.newOutputStream(file));
            file.force(true);
        }
    }

    /** With the folders above that are missing. */
    static void makeFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) return;
        var parent = folder.getParent();
        if (parent != null) makeFolder(parent);
        Files.createDirectory(folder);
        Files.setPosixFilePermissions(folder, EXECUTABLE);
    }
}
