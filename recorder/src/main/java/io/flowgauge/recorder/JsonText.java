package io.flowgauge.recorder;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the service's answers (RFC 8259): objects as maps, arrays as lists, integers as Long, other numbers as Double. */
final class JsonText {
    private static final int DEEPEST = 32;

    private final String text;
    private int at;

    private JsonText(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException no valid JSON */
    static @Nullable Object read(String text) {
        JsonText json = new JsonText(text);
        Object value = json.value(0);
        json.space();
        if (json.at < text.length()) {
            throw json.broken();
        }
        return value;
    }

    private IllegalArgumentException broken() {
        return new IllegalArgumentException("no valid JSON at character " + at);
    }

    private @Nullable Object value(int depth) {
        space();
        if (at >= text.length() || depth > DEEPEST) {
            throw broken();
        }
        return switch (text.charAt(at)) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> object(int depth) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        at++;
        if (ends('}')) {
            return object;
        }
        do {
            space();
            if (at >= text.length() || text.charAt(at) != '"') {
                throw broken();
            }
            String name = string();
            expect(':');
            object.put(name, value(depth + 1));
        } while (goesOn('}'));
        return object;
    }

    private List<@Nullable Object> array(int depth) {
        List<@Nullable Object> array = new ArrayList<>();
        at++;
        if (ends(']')) {
            return array;
        }
        do {
            array.add(value(depth + 1));
        } while (goesOn(']'));
        return array;
    }

    private boolean ends(char end) {
        space();
        if (at < text.length() && text.charAt(at) == end) {
            at++;
            return true;
        }
        return false;
    }

    private boolean goesOn(char end) {
        if (ends(end)) {
            return false;
        }
        expect(',');
        return true;
    }

    private void expect(char one) {
        if (!ends(one)) {
            throw broken();
        }
    }

    private String string() {
        StringBuilder string = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char unit = text.charAt(at);
            if (unit == '"') {
                at++;
                return string.toString();
            }
            string.append(unit == '\\' ? escaped() : unit);
        }
        throw broken();
    }

    private char escaped() {
        at++;
        if (at >= text.length()) {
            throw broken();
        }
        return switch (text.charAt(at)) {
            case '"' -> '"';
            case '\\' -> '\\';
            case '/' -> '/';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hexadecimal();
            default -> throw broken();
        };
    }

    private char hexadecimal() {
        if (at + 4 >= text.length()) {
            throw broken();
        }
        int unit = Integer.parseInt(text, at + 1, at + 5, 16);
        at += 4;
        return (char) unit;
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) {
            throw broken();
        }
        at += word.length();
        return value;
    }

    private Object number() {
        int start = at;
        while (at < text.length() && "+-0123456789.eE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String number = text.substring(start, at);
        boolean integer = number.chars().allMatch(unit -> unit == '-' || Character.isDigit(unit));
        if (integer) {
            return Long.valueOf(number);
        }
        return Double.valueOf(number);
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
