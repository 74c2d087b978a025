package io.flowgauge.samples.engine;

import io.flowgauge.recorder.CdcMetrics;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.postgresql.replication.LogSequenceNumber;

/** How the stream stands inside: Debezium's queue as it publishes it over JMX, and how far the warehouse is written. */
final class StreamMetrics implements Supplier<CdcMetrics> {
    private static final MBeanServer JMX = ManagementFactory.getPlatformMBeanServer();

    private final Warehouse warehouse;

    StreamMetrics(Warehouse warehouse) {
        this.warehouse = warehouse;
    }

    @Override
    public CdcMetrics get() {
        LogSequenceNumber position = warehouse.position();
        return new CdcMetrics(
                "postgresql",
                position == null ? null : position.asString(),
                number("QueueTotalCapacity"),
                number("QueueRemainingCapacity"),
                attribute("snapshot", "SnapshotRunning") instanceof Boolean running ? running : null);
    }

    private static @Nullable Long number(String name) {
        return attribute("streaming", name) instanceof Number number ? number.longValue() : null;
    }

    /** Null while Debezium does not publish it: before it has started and after it has ended. */
    private static @Nullable Object attribute(String context, String name) {
        try {
            return JMX.getAttribute(
                    new ObjectName("debezium.postgres:type=connector-metrics,context=" + context + ",server="
                            + EngineDatabase.NAME),
                    name);
        } catch (JMException e) {
            return null;
        }
    }
}
