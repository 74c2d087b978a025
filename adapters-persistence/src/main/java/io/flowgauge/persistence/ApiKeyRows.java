package io.flowgauge.persistence;

import org.springframework.data.repository.ListCrudRepository;

interface ApiKeyRows extends ListCrudRepository<ApiKeyRow, String> {}
