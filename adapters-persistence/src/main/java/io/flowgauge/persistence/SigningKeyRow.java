package io.flowgauge.persistence;

import java.time.Instant;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Table;

@Table(schema = "flowgauge", name = "signing_key")
// Only read and mapped, never compared.
@SuppressWarnings("ArrayRecordComponent")
record SigningKeyRow(@Id @Column("key_id") String id, byte[] secret, Instant created) {}
