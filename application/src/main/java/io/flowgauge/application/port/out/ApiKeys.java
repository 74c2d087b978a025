package io.flowgauge.application.port.out;

import io.flowgauge.domain.ApiKey;
import java.util.List;

/** The recorders' keys of all tenants, durably. */
public interface ApiKeys {
    List<ApiKey> all();

    /** Adds a key, or renews the one of the same id. */
    void put(ApiKey key);
}
