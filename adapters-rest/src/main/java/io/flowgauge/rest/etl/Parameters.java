package io.flowgauge.rest.etl;

import io.flowgauge.domain.AuditId;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.TaskType;
import io.flowgauge.rest.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Reads the parameters of the documented endpoints. */
final class Parameters {
    private Parameters() {}

    /** Empty when it is absent or empty; given twice is refused. */
    static Optional<String> one(HttpServletRequest request, String name) {
        String[] values = request.getParameterValues(name);
        if (values == null) {
            return Optional.empty();
        }
        if (values.length > 1) {
            throw Problem.badRequest(name + " is given " + values.length + " times; give it once or leave it out");
        }
        return Optional.of(values[0]).filter(value -> !value.isEmpty());
    }

    static Optional<TaskType> type(HttpServletRequest request) {
        return one(request, "type")
                .map(word -> TaskType.ofWord(word)
                        .orElseThrow(() -> Problem.badRequest(
                                "type is \"" + word + "\"; use " + TaskType.WORDS + ", or leave it out for all")));
    }

    static AuditId auditId(String digits) {
        return new AuditId(number("audit id", digits));
    }

    static FlowId flowId(String digits) {
        return new FlowId(number("flow id", digits));
    }

    private static long number(String what, String digits) {
        if (!digits.isEmpty() && digits.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            try {
                long number = Long.parseLong(digits);
                if (number > 0) {
                    return number;
                }
            } catch (NumberFormatException past64Bits) {
                throw notANumber(what, digits);
            }
        }
        throw notANumber(what, digits);
    }

    private static Problem notANumber(String what, String given) {
        return Problem.badRequest(what + " is \"" + given + "\"; use decimal digits for 1 to " + Long.MAX_VALUE);
    }
}
