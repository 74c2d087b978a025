package io.flowgauge.persistence;

import org.springframework.data.repository.ListCrudRepository;

interface UserRows extends ListCrudRepository<UserRow, Long> {}
