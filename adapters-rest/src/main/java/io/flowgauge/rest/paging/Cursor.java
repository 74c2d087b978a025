package io.flowgauge.rest.paging;

import io.flowgauge.rest.problem.Problem;
import io.flowgauge.rest.query.Parameters;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A place in a list, in a text that means nothing to callers: the list's name, and what the place is made of. */
public final class Cursor {
    private static final JsonMapper JSON = JsonMapper.shared();

    private Cursor() {}

    /**
     * The text of a place.
     *
     * @param list the list, and the order that it is in
     */
    public static String of(String list, @Nullable Object... parts) {
        String[] all = new String[parts.length + 1];
        all[0] = list;
        for (int at = 0; at < parts.length; at++) {
            all[at + 1] = parts[at] == null ? null : parts[at].toString();
        }
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(JSON.writeValueAsString(all).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The place that a request's {@code cursor} names; empty when it has none.
     *
     * @param read makes the place of its parts; what it throws means that they are not ours
     */
    public static <T> Optional<T> read(
            HttpServletRequest request, String list, Function<List<@Nullable String>, T> read) {
        return Parameters.one(request, "cursor").map(text -> read(text, list, read));
    }

    private static <T> T read(String text, String list, Function<List<@Nullable String>, T> read) {
        try {
            byte[] json = Base64.getUrlDecoder().decode(text);
            List<@Nullable String> parts = Arrays.asList(JSON.readValue(json, String[].class));
            boolean isText = parts.stream().allMatch(part -> part == null || part.indexOf('\0') < 0);
            if (isText && list.equals(parts.get(0))) {
                return read.apply(parts.subList(1, parts.size()));
            }
        } catch (IllegalArgumentException
                | JacksonException
                | IndexOutOfBoundsException
                | NullPointerException
                | DateTimeException notOurs) {
            throw refused();
        }
        throw refused();
    }

    private static Problem refused() {
        return Problem.badRequest(
                "cursor is none of this list in this order; take it from \"next\" of the page before, or leave it out for the first page");
    }
}
