package io.flowgauge.samples.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.runtime.WorkerConfig;
import org.apache.kafka.connect.storage.MemoryOffsetBackingStore;

/**
 * Tells Debezium where to go on: at the position that stands beside the warehouse's rows. What Debezium stores here itself is
 * forgotten with it. Public because Debezium makes it by its name.
 */
public final class StartPosition extends MemoryOffsetBackingStore {
    static final String SOURCE = "flowgauge.start.source";
    static final String POSITION = "flowgauge.start.position";

    @Override
    public void configure(WorkerConfig config) {
        super.configure(config);
        Map<String, String> settings = config.originalsStrings();
        String source = settings.get(SOURCE);
        String position = settings.get(POSITION);
        if (source != null && position != null) {
            data.put(bytes(source), bytes(position));
        }
    }

    @Override
    public Set<Map<String, Object>> connectorPartitions(String connectorName) {
        return Set.of();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
