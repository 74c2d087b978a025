package io.flowgauge.application.port.out;

import io.flowgauge.domain.ApiKey;
import io.flowgauge.domain.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of all tenants, durably. Every method throws {@link HistoryUnavailable} when PostgreSQL is away. */
public interface ApiKeys {
    List<ApiKey> all();

    /** The key of that id in that tenant; nobody else holds or removes it until the end of the {@linkplain Transactions transaction}. */
    Optional<ApiKey> hold(TenantId tenant, String id);

    /** Adds a key, whose id must be new. */
    void add(ApiKey key);

    /** Gives the key of that id an end; nothing when there is none any more. */
    void expire(String id, Instant at);

    /** Adds a key, or renews the one of the same id. */
    void put(ApiKey key);

    /** Removes the key of that id. */
    void remove(String id);

    /** When keys were last used, by id; none of one that never was. */
    Map<String, Instant> lastUses();

    /** Takes over when keys were last used, by id; of those that are not there any more nothing. */
    void used(Map<String, Instant> uses);
}
