package io.flowgauge.persistence;

import org.springframework.data.repository.ListCrudRepository;

interface TenantRows extends ListCrudRepository<TenantRow, Long> {}
