package io.flowgauge.bootstrap.embedded;

import io.flowgauge.bootstrap.embedded.EmbeddedPostgres.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The right of one live process to a data folder. The system takes it back when the process ends, however it ends. */
final class FolderLock implements AutoCloseable {
    /**
     * The folders of this process. Asked before the file is opened: closing any channel on a file gives up all locks
     * that the process has on it.
     */
    private static final Set<Path> MINE = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    static FolderLock take(DataFolder data) {
        var folder = data.path();
        var me = Long.toString(ProcessHandle.current().pid());
        if (!MINE.add(folder)) throw inUse(folder, me);
        try {
            return new FolderLock(folder, lock(data, me));
        } catch (IOException e) {
            MINE.remove(folder);
            throw new Failure(
                    "data folder " + folder + " cannot be used (" + e + "); give user "
                            + System.getProperty("user.name")
                            + " the right to write it, or set FLOWGAUGE_DATA to another folder",
                    e);
        } catch (RuntimeException e) {
            MINE.remove(folder);
            throw e;
        }
    }

    private static FileChannel lock(DataFolder data, String me) throws IOException {
        var channel = FileChannel.open(
                data.lock(), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) throw inUse(data.path(), read(channel));
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(me.getBytes(StandardCharsets.US_ASCII)), 0);
            return channel;
        } catch (RuntimeException | IOException e) {
            channel.close();
            throw e;
        }
    }

    private static String read(FileChannel channel) throws IOException {
        var buffer = ByteBuffer.allocate(20);
        channel.read(buffer, 0);
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII).trim();
    }

    private static Failure inUse(Path folder, String pid) {
        return new Failure("data folder " + folder + " is used by another Flowgauge (process " + pid
                + "); stop it or set FLOWGAUGE_DATA to another folder");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            MINE.remove(folder);
        }
    }
}
