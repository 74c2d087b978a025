package io.flowgauge.application.access;

import io.flowgauge.application.port.in.Change;
import io.flowgauge.application.port.out.Transactions;
import java.util.function.Supplier;

/** Changes of accounts: each in one transaction, and known to this node at once. */
final class Changes {
    private final Transactions transactions;
    private final Directory directory;

    Changes(Transactions transactions, Directory directory) {
        this.transactions = transactions;
        this.directory = directory;
    }

    <T> Change<T> make(Supplier<Change<T>> work) {
        Change<T> change = transactions.inOne(work);
        directory.refreshAfterChange();
        return change;
    }
}
