package io.flowgauge.persistence;

import java.time.Instant;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Table;

@Table(schema = "flowgauge", name = "page_session")
record PageSessionRow(
        @Id @Column("session_id") String id,
        String secretHash,
        long userId,
        long credentialVersion,
        long tenantId,
        Instant created,
        Instant lastUsed,
        String address,
        String agent) {}
