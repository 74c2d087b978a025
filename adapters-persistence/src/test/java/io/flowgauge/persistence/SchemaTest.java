package io.flowgauge.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What an analyst finds in the schema without asking us. */
class SchemaTest {

    @Test
    void eachColumnOfTheHistorySaysItsMeaning() {
        try (Adapters adapters = new Adapters()) {
            assertThat(adapters.sql().queryForList("""
                                    SELECT c.relname || '.' || a.attname
                                    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                                    WHERE c.relnamespace = 'flowgauge'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
                                      AND c.relname IN ('tenant', 'flow', 'flow_run', 'task_run', 'task_label', 'task_snapshot', 'task_minute', 'task_hour', 'rollup', 'dirty_minute', 'history_gap')
                                      AND col_description(c.oid, a.attnum) IS NULL
                                    """, String.class)).isEmpty();
        }
    }
}
