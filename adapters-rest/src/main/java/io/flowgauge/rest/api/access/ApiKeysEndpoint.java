package io.flowgauge.rest.api.access;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.flowgauge.application.port.in.AdministerKeys;
import io.flowgauge.application.port.in.AdministerKeys.KeyNow;
import io.flowgauge.application.port.in.AdministerKeys.Made;
import io.flowgauge.domain.ApiKey;
import io.flowgauge.domain.Permission;
import io.flowgauge.domain.Role;
import io.flowgauge.rest.body.JsonBody;
import io.flowgauge.rest.query.Parameters;
import io.flowgauge.rest.security.Caller;
import io.flowgauge.rest.security.Requires;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/api-keys}: the keys of the caller's tenant. */
@RestController
class ApiKeysEndpoint {
    private static final String NEW =
            "{\"name\": \"…\", \"role\": \"recorder\", \"expires\": null, \"requestsPerMinute\": null}";
    private static final long DAY = Duration.ofDays(1).toSeconds();
    private static final long MOST_OVERLAP = AdministerKeys.LONGEST_OVERLAP.toSeconds();

    /** The end of the year 9999. */
    private static final long LATEST_MS = 253_402_300_799_999L;

    private final AdministerKeys keys;

    ApiKeysEndpoint(AdministerKeys keys) {
        this.keys = keys;
    }

    @JsonPropertyOrder(alphabetic = false)
    record KeyJson(
            String id,
            String name,
            String role,
            long created,
            @Nullable String createdBy,
            @Nullable Long expires,
            @Nullable Integer requestsPerMinute,
            @Nullable Long lastUsed) {
        static KeyJson of(ApiKey key, Optional<Instant> lastUsed) {
            return new KeyJson(
                    key.id(),
                    key.name(),
                    key.role().word(),
                    key.created().toEpochMilli(),
                    key.createdBy().orElse(null),
                    key.expires().map(Instant::toEpochMilli).orElse(null),
                    key.requestsPerMinute().isPresent()
                            ? Integer.valueOf(key.requestsPerMinute().getAsInt())
                            : null,
                    lastUsed.map(Instant::toEpochMilli).orElse(null));
        }
    }

    record KeysJson(List<KeyJson> keys, @Nullable String next) {}

    /** @param key the whole key; it is not shown again */
    @JsonPropertyOrder(alphabetic = false)
    record MadeJson(@JsonUnwrapped KeyJson about, String key) {
        static MadeJson of(Made made) {
            return new MadeJson(KeyJson.of(made.key(), Optional.empty()), made.text());
        }

        /** Without the key: answers are logged where an operator looks closely. */
        @Override
        public String toString() {
            return "MadeJson[" + about.id() + "]";
        }
    }

    @Requires(Permission.ADMINISTER)
    @GetMapping(path = "/api/v1/api-keys", produces = MediaType.APPLICATION_JSON_VALUE)
    KeysJson keys(@AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        Parameters.only(request, "limit", "cursor");
        Slice<KeyNow> slice = Slice.of(request, "api keys", keys.keys(caller.tenant()), now -> place(now.key()));
        return new KeysJson(
                slice.items().stream()
                        .map(now -> KeyJson.of(now.key(), now.lastUsed()))
                        .toList(),
                slice.next());
    }

    /** Of names that begin alike the shorter one comes first: U+0001 is in none, and before all that is. */
    private static String place(ApiKey key) {
        return key.name() + '\u0001' + key.created().toEpochMilli() + ' ' + key.id();
    }

    @Requires(Permission.ADMINISTER)
    @PostMapping(path = "/api/v1/api-keys", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    MadeJson create(@AuthenticationPrincipal Caller caller, HttpServletRequest request) throws IOException {
        Parameters.only(request);
        JsonBody body = JsonBody.of(request, NEW);
        body.only("name", "role", "expires", "requestsPerMinute");
        Optional<String> name = body.text("name", Fields::name);
        Optional<Role> role = body.text("role", Fields::roleOfKey);
        Optional<Instant> expires = body.number("expires", 0, LATEST_MS).map(Instant::ofEpochMilli);
        Optional<Long> perMinute = body.number("requestsPerMinute", 1, Integer.MAX_VALUE);
        body.check();
        return MadeJson.of(Outcome.of(
                keys.create(
                        caller.actor(request),
                        name.orElseThrow(),
                        role.orElseThrow(),
                        expires,
                        perMinute
                                .map(number -> OptionalInt.of(Math.toIntExact(number)))
                                .orElse(OptionalInt.empty())),
                "there is no such tenant any more"));
    }

    @Requires(Permission.ADMINISTER)
    @PostMapping(path = "/api/v1/api-keys/{keyId}/rotate", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    MadeJson rotate(@AuthenticationPrincipal Caller caller, @PathVariable String keyId, HttpServletRequest request)
            throws IOException {
        Parameters.only(request);
        JsonBody body = JsonBody.of(request, "{\"overlapSeconds\": 86400}, or {} for a day");
        body.only("overlapSeconds");
        long overlap = body.number("overlapSeconds", 0, MOST_OVERLAP).orElse(DAY);
        body.check();
        return MadeJson.of(
                Outcome.of(keys.rotate(caller.actor(request), keyId, Duration.ofSeconds(overlap)), notFound(keyId)));
    }

    private static String notFound(String keyId) {
        return "there is no key " + keyId;
    }

    @Requires(Permission.ADMINISTER)
    @DeleteMapping(path = "/api/v1/api-keys/{keyId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@AuthenticationPrincipal Caller caller, @PathVariable String keyId, HttpServletRequest request) {
        Parameters.only(request);
        Outcome.of(keys.revoke(caller.actor(request), keyId), notFound(keyId));
    }
}
