package io.flowgauge.persistence;

import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.application.port.out.Snapshots;
import io.flowgauge.domain.Snapshot;
import java.util.List;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
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
        } catch (DuplicateKeyException isThere) {
            // Another service of this database checks too, or did until a moment ago.
            throw new HistoryUnavailable.OutcomeUnknown("rows of this check are there already", isThere);
        } catch (DataIntegrityViolationException noSuchDay) {
            // A day that was known was dropped by someone.
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
