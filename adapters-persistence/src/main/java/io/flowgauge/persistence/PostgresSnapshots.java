package io.flowgauge.persistence;

import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.application.port.out.Snapshots;
import io.flowgauge.domain.Snapshot;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.support.TransactionTemplate;

final class PostgresSnapshots implements Snapshots {
    private final SnapshotDays days;
    private final SnapshotCopy copy;
    private final TransactionTemplate transaction;

    PostgresSnapshots(SnapshotDays days, SnapshotCopy copy, TransactionTemplate transaction) {
        this.days = days;
        this.copy = copy;
        this.transaction = transaction;
    }

    @Override
    public void append(List<Snapshot> batch) {
        inDays(batch, () -> copy.into("flowgauge.task_snapshot", batch));
    }

    @Override
    public void appendMissing(List<Snapshot> batch) {
        inDays(batch, () -> copy.intoMissing(batch));
    }

    private void inDays(List<Snapshot> batch, Runnable write) {
        Outage.guard(() -> days.makeFor(batch));
        try {
            transact(write);
        } catch (DataIntegrityViolationException noSuchDay) {
            // A day that was known was dropped by someone; a row that is there already is another matter, and fails
            // again.
            days.forget();
            Outage.guard(() -> days.makeFor(batch));
            transact(write);
        }
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

    @Override
    public void makeDays(LocalDate first, LocalDate last) {
        Outage.guard(() -> days.make(first.datesUntil(last.plusDays(1)).toList()));
    }

    @Override
    public List<LocalDate> dropDaysBefore(Instant before) {
        return Outage.guard(() -> days.dropBefore(LocalDate.ofInstant(before, ZoneOffset.UTC)));
    }
}
