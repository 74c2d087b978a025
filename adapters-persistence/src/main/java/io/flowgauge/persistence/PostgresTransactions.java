package io.flowgauge.persistence;

import io.flowgauge.application.port.out.Transactions;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionTemplate;

final class PostgresTransactions implements Transactions {
    private final TransactionTemplate transaction;

    PostgresTransactions(TransactionTemplate transaction) {
        this.transaction = transaction;
    }

    @Override
    public <T> T inOne(Supplier<T> work) {
        return Outage.guard(() -> Objects.requireNonNull(transaction.execute(status -> work.get())));
    }
}
