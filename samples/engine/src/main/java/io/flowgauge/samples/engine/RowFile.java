package io.flowgauge.samples.engine;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file of rows between two steps; a line is a row, since COPY's text format escapes line ends. */
final class RowFile {
    private RowFile() {}

    /** Makes the file; what was written is on the disk when it is closed. */
    static final class Writer implements AutoCloseable {
        private final FileChannel file;

        Writer(Path path) throws IOException {
            file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }

        void write(Rows rows) throws IOException {
            ByteBuffer text = ByteBuffer.wrap(rows.text());
            while (text.hasRemaining()) {
                file.write(text);
            }
        }

        @Override
        public void close() throws IOException {
            try (file) {
                file.force(true);
            }
        }
    }

    /** Reads the file some rows at a time. */
    static final class Reader implements AutoCloseable {
        private final InputStream file;

        Reader(Path path) throws IOException {
            file = new BufferedInputStream(Files.newInputStream(path));
        }

        /** None at the end. */
        Rows next() throws IOException {
            var text = new ByteArrayOutputStream();
            int rows = 0;
            for (int b = file.read(); b >= 0; b = file.read()) {
                text.write(b);
                if (b == '\n' && ++rows == Rows.MOST) {
                    break;
                }
            }
            return Rows.of(text.toByteArray());
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
