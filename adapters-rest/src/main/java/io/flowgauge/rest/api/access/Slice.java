package io.flowgauge.rest.api.access;

import io.flowgauge.rest.paging.Cursor;
import io.flowgauge.rest.query.Parameters;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A page of a list that is short enough to be held whole. */
record Slice<T>(List<T> items, @Nullable String next) {

    /**
     * The page that a request asks for.
     *
     * @param all in the order of their keys
     * @param key of an item, unlike any other's
     */
    static <T> Slice<T> of(HttpServletRequest request, String list, List<T> all, Function<T, String> key) {
        Optional<String> after = Cursor.read(request, list, parts -> Objects.requireNonNull(parts.get(0)));
        int limit = Parameters.limit(request);
        List<T> rest = after.map(place -> all.stream()
                        .filter(item -> key.apply(item).compareTo(place) > 0)
                        .toList())
                .orElse(all);
        if (rest.size() <= limit) {
            return new Slice<>(rest, null);
        }
        List<T> some = rest.subList(0, limit);
        return new Slice<>(some, Cursor.of(list, key.apply(some.get(limit - 1))));
    }
}
