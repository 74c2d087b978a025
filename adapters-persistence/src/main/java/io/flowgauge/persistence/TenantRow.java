package io.flowgauge.persistence;

import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Table;

@Table(schema = "flowgauge", name = "tenant")
record TenantRow(@Id @Column("tenant_id") long id, String name, String zone, String state) {}
