package io.flowgauge.persistence;

import org.springframework.data.repository.ListCrudRepository;

interface SigningKeyRows extends ListCrudRepository<SigningKeyRow, String> {}
