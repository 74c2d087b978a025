package io.flowgauge.rest.query;

import io.flowgauge.domain.AuditId;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskType;
import io.flowgauge.domain.TenantId;
import io.flowgauge.domain.UserId;
import io.flowgauge.rest.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads parameters of paths and queries; what is not as it must be is refused with 400. */
public final class Parameters {
    private static final int LIMIT = 100;
    private static final int MOST = 1_000;

    /** The end of the year 9999: what lies behind it is no moment of anybody's history, and past what PostgreSQL holds. */
    private static final long LATEST_MS = 253_402_300_799_999L;

    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private Parameters() {}

    /** Empty when it is absent or empty; given twice is refused. */
    public static Optional<String> one(HttpServletRequest request, String name) {
        String[] values = request.getParameterValues(name);
        if (values == null) {
            return Optional.empty();
        }
        if (values.length > 1) {
            throw Problem.badRequest(name + " is given " + values.length + " times; give it once or leave it out");
        }
        if (values[0].indexOf('\0') >= 0) {
            throw Problem.badRequest(name + " holds the character U+0000, which no text here has; leave it out");
        }
        return Optional.of(values[0]).filter(value -> !value.isEmpty());
    }

    /** Refuses what a request is asked with besides {@code names}: a misspelt filter would silently let all through. */
    public static void only(HttpServletRequest request, String... names) {
        List<String> known = List.of(names);
        for (String name : request.getParameterMap().keySet()) {
            if (!known.contains(name)) {
                throw Problem.badRequest("there is no parameter \"" + Problem.shortened(name) + "\" here; "
                        + (known.isEmpty() ? "there is none" : "use " + String.join(", ", known)));
            }
        }
    }

    public static Optional<TaskType> type(HttpServletRequest request) {
        return one(request, "type")
                .map(word -> TaskType.ofWord(word)
                        .orElseThrow(() -> Problem.badRequest(
                                "type is \"" + word + "\"; use " + TaskType.WORDS + ", or leave it out for all")));
    }

    /** How many entries of a list a page may have: 1 to 1,000, else 100. */
    public static int limit(HttpServletRequest request) {
        return number(request, "limit", 1, MOST).map(Math::toIntExact).orElse(LIMIT);
    }

    /** Milliseconds since the epoch, until the year 9999. */
    public static Optional<Instant> instant(HttpServletRequest request, String name) {
        return number(request, name, 0, LATEST_MS).map(Instant::ofEpochMilli);
    }

    /** Refuses a span that ends before it begins. */
    public static void inOrder(Instant from, Instant to) {
        if (from.isAfter(to)) {
            throw Problem.badRequest("from is " + from.toEpochMilli() + ", which is after to " + to.toEpochMilli()
                    + "; give an earlier one");
        }
    }

    /** A moment that a cursor holds; one that no list can have given is refused as a broken cursor. */
    public static Instant instant(long ms) {
        if (ms < 0 || ms > LATEST_MS) {
            throw new IllegalArgumentException("no moment of anybody's history: " + ms);
        }
        return Instant.ofEpochMilli(ms);
    }

    /** A whole number from {@code least}, which is 0 or more, to {@code most}. */
    public static Optional<Long> number(HttpServletRequest request, String name, long least, long most) {
        return one(request, name).map(digits -> number(name, digits, least, most));
    }

    public static AuditId auditId(String digits) {
        return new AuditId(number("audit id", digits, 1, Long.MAX_VALUE));
    }

    public static FlowId flowId(String digits) {
        return new FlowId(number("flow id", digits, 1, Long.MAX_VALUE));
    }

    public static TaskId taskId(String digits) {
        return new TaskId(number("task id", digits, 1, Long.MAX_VALUE));
    }

    public static TenantId tenantId(String digits) {
        return new TenantId(number("tenant id", digits, 1, Long.MAX_VALUE));
    }

    public static UserId userId(String digits) {
        return new UserId(number("user id", digits, 1, Long.MAX_VALUE));
    }

    /** A UUID in its whole form, which Java's own reading does not ask for; empty when the text is none. */
    public static Optional<UUID> uuid(String text) {
        return UUID_FORM.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }

    private static long number(String what, String digits, long least, long most) {
        if (!digits.isEmpty() && digits.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            try {
                long number = Long.parseLong(digits);
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException past64Bits) {
                throw notANumber(what, digits, least, most);
            }
        }
        throw notANumber(what, digits, least, most);
    }

    private static Problem notANumber(String what, String given, long least, long most) {
        return Problem.badRequest(what + " is \"" + given + "\"; use decimal digits for " + least + " to " + most);
    }
}
