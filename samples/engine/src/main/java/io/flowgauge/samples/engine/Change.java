package io.flowgauge.samples.engine;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** What happened to an order in the shop, read from the write-ahead log or, at the beginning, from the table. */
sealed interface Change {

    /** When the shop committed it; null: the snapshot found it, and when it was committed is not known. */
    @Nullable
    Instant committedAt();

    /** An order as it is now, new or changed. */
    record Written(Order order, @Nullable Instant committedAt) implements Change {}

    /** An order that is no more. */
    record Removed(long id, Instant committedAt) implements Change {}

    /** All orders are no more. */
    record Emptied(Instant committedAt) implements Change {}

    /** A row of {@code shop.orders}. */
    record Order(
            long id,
            String customer,
            String product,
            int quantity,
            long priceCents,
            String status,
            OffsetDateTime placedAt) {
        private static Order of(Struct row) {
            return new Order(
                    row.getInt64("id"),
                    row.getString("customer"),
                    row.getString("product"),
                    row.getInt32("quantity"),
                    row.getInt64("price_cents"),
                    row.getString("status"),
                    OffsetDateTime.parse(row.getString("placed_at")));
        }
    }

    /** None: a heartbeat, which only moves the position. */
    static Optional<Change> of(SourceRecord event) {
        if (!(event.value() instanceof Struct change) || change.schema().field("op") == null) {
            return Optional.empty();
        }
        Instant committedAt = Instant.ofEpochMilli(change.getStruct("source").getInt64("ts_ms"));
        String operation = change.getString("op");
        return Optional.of(
                switch (operation) {
                    case "r" -> new Written(Order.of(change.getStruct("after")), null);
                    case "c", "u" -> new Written(Order.of(change.getStruct("after")), committedAt);
                    case "d" -> new Removed(change.getStruct("before").getInt64("id"), committedAt);
                    case "t" -> new Emptied(committedAt);
                    default ->
                        throw new IllegalArgumentException("a change of kind \"" + operation
                                + "\" in shop.orders; the stream knows r, c, u, d and t");
                });
    }
}
