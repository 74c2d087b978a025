package io.flowgauge.persistence;

import java.time.Instant;
import java.util.List;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Table;

@Table(schema = "flowgauge", name = "app_user")
record UserRow(
        @Id @Column("user_id") long id,
        long tenantId,
        String login,
        String passwordHash,
        List<String> roles,
        long credentialVersion,
        boolean enabled,
        boolean mustChangePassword,
        Instant created) {}
