package io.flowgauge.persistence;

import org.springframework.jdbc.core.JdbcTemplate;

/** What nodes of one database do one at a time; each lock is held until its transaction ends. PostgreSQL documentation, "Advisory Locks". */
enum AdvisoryLock {
    /** Making and dropping partitions. */
    PARTITIONS(0),
    /** Upkeep: rollups, retention. */
    UPKEEP(1),
    /** Shared by those who write checks; alone for who closes minutes. */
    CHECKS(2),
    /** Letting readers read: two that grant the same at once would fail each other. */
    READERS(3),
    /** Deleting tenants. */
    DELETION(4);

    /** Any number that nothing else of ours takes. */
    private static final long FIRST = 0x466c6f776761L;

    private final int number;

    AdvisoryLock(int number) {
        this.number = number;
    }

    private long key() {
        return FIRST + number;
    }

    void await(JdbcTemplate jdbc) {
        jdbc.query("SELECT pg_advisory_xact_lock(?)", row -> {}, key());
    }

    /** False while another transaction has it. */
    boolean tryNow(JdbcTemplate jdbc) {
        return Boolean.TRUE.equals(jdbc.queryForObject("SELECT pg_try_advisory_xact_lock(?)", Boolean.class, key()));
    }

    /** A condition on a row of {@code pg_locks}: it is one of these that somebody has. */
    static String isHeld(String row) {
        String key = "((" + row + ".classid::bigint << 32) | " + row + ".objid::bigint)";
        return row + ".locktype = 'advisory' AND " + row + ".granted AND " + row + ".objsubid = 1 AND " + key
                + " BETWEEN " + PARTITIONS.key() + " AND " + DELETION.key();
    }

    /** A statement that takes it together with others. */
    String shared() {
        return "SELECT pg_advisory_xact_lock_shared(" + key() + ")";
    }
}
