package io.flowgauge.bootstrap.wiring;

import io.flowgauge.bootstrap.settings.BadSetting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/** How much of the disk the history may take where no setting says so: 80 % of what was free at the first start, kept beside the data. */
final class HistoryLimit {
    private static final Logger LOG = LoggerFactory.getLogger("io.flowgauge");
    private static final String FILE = "history.max-size";

    private HistoryLimit() {}

    /** In bytes; of an embedded server's folder. */
    static OptionalLong inFolder(Path data) {
        Path file = data.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                long bytes = Files.getFileStore(data).getUsableSpace() / 5 * 4;
                Files.writeString(file, bytes + "\n");
                LOG.info(
                        "The history may take {} GiB, 80 % of what the disk has free now; flowgauge.history.max-size changes that",
                        bytes >> 30);
            }
            return OptionalLong.of(bytes(file));
        } catch (IOException failed) {
            throw new UncheckedIOException("the history's limit in " + file + " cannot be read or kept", failed);
        }
    }

    private static long bytes(Path file) throws IOException {
        String text = Files.readString(file).strip();
        try {
            return DataSize.parse(text).toBytes();
        } catch (IllegalArgumentException wrong) {
            throw new BadSetting(file + " holds \"" + text
                    + "\", must be a number of bytes; delete it, and it is made anew from what the disk has free");
        }
    }

    /** Of another server, the disk of which nobody here knows. */
    static OptionalLong unknown() {
        LOG.info("The history is limited by age alone; flowgauge.history.max-size limits its size");
        return OptionalLong.empty();
    }
}
