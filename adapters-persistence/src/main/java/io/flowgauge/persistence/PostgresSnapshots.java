package io.flowgauge.persistence;

import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.application.port.out.Snapshots;
import io.flowgauge.domain.Snapshot;
import java.util.List;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.support.TransactionTemplate;

final class PostgresSnapshots implements Snapshots {
    private final Partitions partitions;
    private final SnapshotCopy copy;
    private final TransactionTemplate transaction;

    PostgresSnapshots(Partitions partitions, SnapshotCopy copy, TransactionTemplate transaction) {
        this.partitions = partitions;
        this.copy = copy;
        this.transaction = transaction;
    }

    @Override
    public void append(List<Snapshot> batch) {
        inDays(batch, () -> copy.append(batch));
    }

    @Override
    public void appendMissing(List<Snapshot> batch) {
        inDays(batch, () -> copy.appendMissing(batch));
    }

    private void inDays(List<Snapshot> batch, Runnable write) {
        Outage.guard(() -> makeDays(batch));
        try {
            transact(write);
        } catch (DataIntegrityViolationException noSuchDay) {
            // A day that was known was dropped by someone; a row that is there already is another matter, and fails
            // again.
            partitions.forget();
            Outage.guard(() -> makeDays(batch));
            transact(write);
        }
    }

    private void makeDays(List<Snapshot> batch) {
        partitions.makeFor(
                PartitionedTable.TASK_SNAPSHOT,
                batch.stream().map(Snapshot::checkedAt).distinct().toList());
    }

    private void transact(Runnable write) {
        boolean[] committing = {false};
        try {
            transaction.executeWithoutResult(status -> {
                write.run();
                committing[0] = true;
            });
        } catch (RuntimeException failed) {
            if (committing[0] && Outage.isOutage(failed)) {
                throw new HistoryUnavailable.OutcomeUnknown(Outage.message(failed), failed);
            }
            throw Outage.translated(failed);
        }
    }
}
