package io.flowgauge.persistence;

import java.util.List;
import org.springframework.data.repository.ListCrudRepository;

interface PageSessionRows extends ListCrudRepository<PageSessionRow, String> {
    List<PageSessionRow> findByUserIdOrderByCreatedDesc(long userId);
}
