package io.flowgauge.rest.body;

import io.flowgauge.rest.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one JSON object that a request's body is, read strictly: at most 64 KiB, no field twice, nothing after its end. Its fields are read one by
 * one, then {@link #check} refuses all that was wrong with them at once.
 */
public final class JsonBody {
    private static final int LONGEST = 64 * 1024;
    private static final String JSON = "application/json";
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String shape;
    private final ObjectNode object;
    private final List<Problem.At> faults = new ArrayList<>();

    private JsonBody(String shape, ObjectNode object) {
        this.shape = shape;
        this.object = object;
    }

    /**
     * The body of a request that says that it is JSON; else 415.
     *
     * @param shape what it must look like, for the one who sent another
     * @param types besides {@code application/json}
     */
    public static JsonBody of(HttpServletRequest request, String shape, String... types) throws IOException {
        String given = Objects.requireNonNullElse(request.getContentType(), "");
        String type = given.split(";", 2)[0].strip();
        if (!type.equalsIgnoreCase(JSON) && Arrays.stream(types).noneMatch(type::equalsIgnoreCase)) {
            List<String> taken = new ArrayList<>(List.of(types));
            taken.add(JSON);
            throw Problem.unsupportedType(given, taken);
        }
        return ofAnyType(request, shape);
    }

    /** The body of a request, whatever type it is said to be. */
    public static JsonBody ofAnyType(HttpServletRequest request, String shape) throws IOException {
        byte[] bytes = request.getInputStream().readNBytes(LONGEST + 1);
        if (bytes.length > LONGEST) {
            throw new Problem(413, "the body has more than " + LONGEST + " bytes; send " + shape);
        }
        JsonNode json;
        try {
            json = STRICT.readTree(bytes);
        } catch (JacksonException broken) {
            throw Problem.badRequest("the body is no valid JSON, or has a field twice; send " + shape);
        }
        if (!(json instanceof ObjectNode object)) {
            throw Problem.badRequest(
                    "the body is " + (bytes.length == 0 ? "empty" : "no JSON object") + "; send " + shape);
        }
        return new JsonBody(shape, object);
    }

    /** Finds fault with every field that is none of {@code fields}: a misspelt one would silently change nothing. */
    public void only(String... fields) {
        List<String> known = List.of(fields);
        for (String field : object.propertyNames()) {
            if (!known.contains(field)) {
                fault(
                        field,
                        "there is no field \"" + Problem.shortened(field) + "\" here; use " + String.join(", ", known));
            }
        }
    }

    /** Whether the field is there, be it as null. */
    public boolean has(String field) {
        return object.has(field);
    }

    /** A text that must be there; empty when a fault was found. */
    public Optional<String> text(String field) {
        return text(field, Function.identity());
    }

    /**
     * A text that must be there, as what it says.
     *
     * @param reading throws {@link IllegalArgumentException} to tell what is wrong with the text
     * @return empty when a fault was found
     */
    public <T> Optional<T> text(String field, Function<String, T> reading) {
        JsonNode value = object.path(field);
        if (!value.isString()) {
            fault(field, field + " must be there, as text");
            return Optional.empty();
        }
        return read(field, value.asString(), reading);
    }

    /** A text that may be left out or null, as what it says; empty then, and when a fault was found. */
    public <T> Optional<T> textOrNull(String field, Function<String, T> reading) {
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isString()) {
            fault(field, field + " must be text or null");
            return Optional.empty();
        }
        return read(field, value.asString(), reading);
    }

    private <T> Optional<T> read(String field, String text, Function<String, T> reading) {
        // It is no character in any encoding: nothing could be made of it, not even the hash of a password.
        if (text.codePoints().anyMatch(each -> Character.getType(each) == Character.SURROGATE)) {
            fault(field, field + " holds half of a surrogate pair, which is no character; leave it out");
            return Optional.empty();
        }
        try {
            return Optional.of(reading.apply(text));
        } catch (IllegalArgumentException wrong) {
            fault(field, String.valueOf(wrong.getMessage()));
            return Optional.empty();
        }
    }

    /** True or false; empty when it is left out, and when a fault was found. */
    public Optional<Boolean> bool(String field) {
        JsonNode value = object.path(field);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isBoolean()) {
            fault(field, field + " must be true or false");
            return Optional.empty();
        }
        return Optional.of(value.asBoolean());
    }

    /** A whole number; empty when it is left out or null, and when a fault was found. */
    public Optional<Long> number(String field, long least, long most) {
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < least || value.asLong() > most) {
            fault(field, field + " must be a whole number from " + least + " to " + most);
            return Optional.empty();
        }
        return Optional.of(value.asLong());
    }

    /** A list of texts; empty when it is left out, and when a fault was found. */
    public Optional<List<String>> texts(String field) {
        JsonNode value = object.path(field);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        boolean isTexts = value.isArray();
        for (JsonNode element : value) {
            isTexts &= element.isString();
            texts.add(element.asString(""));
        }
        if (!isTexts) {
            fault(field, field + " must be a list of texts");
            return Optional.empty();
        }
        return Optional.of(texts);
    }

    /** Notes what is wrong with a field, and what would be right. */
    public void fault(String field, String detail) {
        String pointer = field.replace("~", "~0").replace("/", "~1");
        faults.add(new Problem.At("/" + pointer, detail));
    }

    /** Refuses the body with all faults that were found. */
    public void check() {
        if (!faults.isEmpty()) {
            throw Problem.badRequest("the body must be " + shape, faults);
        }
    }
}
