package io.flowgauge.samples.engine;

import java.util.Optional;
import java.util.Properties;

/** How Debezium is set: which tables, from where, and that it gives up at the first trouble, since the stream knows better what to do. */
final class DebeziumSettings {
    private DebeziumSettings() {}

    /** @param from where to go on; none: with a snapshot */
    static Properties of(EngineDatabase database, Optional<StreamPosition> from) {
        Properties settings = database.forDebezium();
        settings.setProperty("name", EngineDatabase.NAME);
        settings.setProperty("topic.prefix", EngineDatabase.NAME);
        settings.setProperty("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        settings.setProperty("plugin.name", "pgoutput");
        settings.setProperty("slot.name", EngineDatabase.NAME);
        settings.setProperty("publication.name", EngineDatabase.NAME);
        settings.setProperty("publication.autocreate.mode", "disabled");
        settings.setProperty("table.include.list", "shop.orders");
        settings.setProperty("snapshot.mode", "initial");
        settings.setProperty("tombstones.on.delete", "false");
        settings.setProperty("skipped.operations", "none");
        settings.setProperty("poll.interval.ms", "100");

        // the heartbeat's row is in the publication, so the position goes on while only other databases of the server
        // write
        settings.setProperty("heartbeat.interval.ms", "5000");
        settings.setProperty(
                "heartbeat.action.query",
                "INSERT INTO shop.heartbeat (id, at) VALUES (1, now()) ON CONFLICT (id) DO UPDATE SET at = excluded.at");

        settings.setProperty("offset.storage", StartPosition.class.getName());
        from.ifPresent(position -> {
            settings.setProperty(StartPosition.SOURCE, position.source());
            settings.setProperty(StartPosition.POSITION, position.position());
        });
        settings.setProperty("offset.mismatch.strategy", "trust_offset");

        settings.setProperty("errors.max.retries", "0");
        settings.setProperty("slot.max.retries", "1");
        settings.setProperty("slot.retry.delay.ms", "1000");
        settings.setProperty("executor.shutdown.timeout.ms", "4000");
        settings.setProperty("task.management.timeout.ms", "60000");
        return settings;
    }
}
