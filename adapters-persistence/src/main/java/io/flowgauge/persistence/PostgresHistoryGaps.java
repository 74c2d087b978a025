package io.flowgauge.persistence;

import io.flowgauge.application.port.out.HistoryGaps;
import io.flowgauge.domain.HistoryGap;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

final class PostgresHistoryGaps implements HistoryGaps {
    private final JdbcTemplate jdbc;

    PostgresHistoryGaps(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void record(HistoryGap gap) {
        Timestamp from = Timestamp.from(gap.startsAt());
        Timestamp to = Timestamp.from(gap.endsAt());
        String reason = gap.reason().word();
        Outage.guard(() -> jdbc.update("""
                WITH overlapped AS (
                    DELETE FROM flowgauge.history_gap WHERE starts_at < ? AND ends_at > ? AND reason = ?
                    RETURNING starts_at, ends_at)
                INSERT INTO flowgauge.history_gap (starts_at, ends_at, reason)
                SELECT least(?, min(starts_at)), greatest(?, max(ends_at)), ? FROM overlapped
                ON CONFLICT DO NOTHING
                """, to, from, reason, from, to, reason));
    }

    @Override
    public List<HistoryGap> between(Instant from, Instant to) {
        return Outage.guard(() -> jdbc.query(
                """
                SELECT starts_at, ends_at, reason FROM flowgauge.history_gap WHERE starts_at < ? AND ends_at > ?
                ORDER BY starts_at, ends_at
                """,
                (row, at) -> new HistoryGap(
                        row.getTimestamp("starts_at").toInstant(),
                        row.getTimestamp("ends_at").toInstant(),
                        HistoryGap.Reason.ofWord(row.getString("reason")).orElseThrow()),
                Timestamp.from(to),
                Timestamp.from(from)));
    }
}
