package io.flowgauge.recorder;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one report as a JSON object; what is null is left out. */
final class ReportText {
    private final StringBuilder out;
    private boolean first = true;

    private ReportText(StringBuilder out) {
        this.out = out;
        out.append('{');
    }

    static ReportText into(StringBuilder out) {
        return new ReportText(out);
    }

    ReportText text(String name, @Nullable String value) {
        if (value != null) {
            name(name);
            quoted(value);
        }
        return this;
    }

    ReportText number(String name, @Nullable Long value) {
        if (value != null) {
            name(name);
            out.append(value.longValue());
        }
        return this;
    }

    ReportText truth(String name, @Nullable Boolean value) {
        if (value != null) {
            name(name);
            out.append(value.booleanValue());
        }
        return this;
    }

    ReportText texts(String name, Map<String, String> values) {
        if (!values.isEmpty()) {
            ReportText object = object(name);
            values.forEach(object::text);
            object.end();
        }
        return this;
    }

    /** An object of the counts by the numbers of their buckets. */
    ReportText counts(String name, LatencyCounts counts) {
        name(name);
        out.append('{');
        for (int at = 0; at < counts.size(); at++) {
            out.append(at == 0 ? "\"" : ",\"")
                    .append(counts.bucket(at))
                    .append("\":")
                    .append(counts.count(at));
        }
        out.append('}');
        return this;
    }

    /** An object within this one; to be {@linkplain #end ended} before this goes on. */
    ReportText object(String name) {
        name(name);
        return new ReportText(out);
    }

    void end() {
        out.append('}');
    }

    private void name(String name) {
        if (!first) {
            out.append(',');
        }
        first = false;
        quoted(name);
        out.append(':');
    }

    private void quoted(String value) {
        out.append('"');
        for (int at = 0; at < value.length(); at++) {
            char unit = value.charAt(at);
            if (unit == '"' || unit == '\\') {
                out.append('\\').append(unit);
            } else if (unit < ' ') {
                out.append("\\u00").append(Character.forDigit(unit >> 4, 16)).append(Character.forDigit(unit & 15, 16));
            } else {
                out.append(unit);
            }
        }
        out.append('"');
    }
}
