package io.flowgauge.application.port.out;

import java.util.function.Supplier;

/** Makes changes of accounts all or none. */
public interface Transactions {
    /**
     * Does the work in one transaction, which an exception undoes.
     *
     * @throws HistoryUnavailable PostgreSQL is away; nothing was changed, but for a commit whose outcome nobody knows
     */
    <T> T inOne(Supplier<T> work);
}
