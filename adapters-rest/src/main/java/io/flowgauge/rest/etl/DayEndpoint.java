package io.flowgauge.rest.etl;

import io.flowgauge.application.port.in.QueryDayRuns;
import io.flowgauge.application.port.in.QueryDayRuns.Day;
import io.flowgauge.application.port.in.QueryDayRuns.DayRun;
import io.flowgauge.application.port.in.QueryDayRuns.DayRuns;
import io.flowgauge.application.port.in.QueryDayRuns.Detail;
import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.domain.Permission;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.TenantId;
import io.flowgauge.rest.problem.Problem;
import io.flowgauge.rest.query.Parameters;
import io.flowgauge.rest.security.Caller;
import io.flowgauge.rest.security.Requires;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.coyote.CloseNowException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** {@code GET /rest/v1/metrics/executions}: the runs of a day. */
@Controller
class DayEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(DayEndpoint.class);

    /** A hundred years. */
    private static final int MOST_DAYS_BACK = 36_500;

    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final int FIRST_YEAR = 1970;

    private final QueryDayRuns days;
    private final JsonMapper json;

    DayEndpoint(QueryDayRuns days, JsonMapper json) {
        this.days = days;
        this.json = json;
    }

    @Requires(Permission.READ_DAYS)
    @GetMapping({
        "/etl/rest/v1/metrics/executions",
        "/etl/rest/v1/metrics/executions/",
        "/rest/v1/metrics/executions",
        "/rest/v1/metrics/executions/"
    })
    void runs(@AuthenticationPrincipal Caller.Person caller, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Day day = day(request);
        Detail detail = detail(request);
        TenantId tenant = tenant(caller, request);
        DayRuns runs = days.of(tenant, day, detail)
                .orElseThrow(() -> new Problem(404, "there is no tenant " + tenant.value()));
        try {
            write(runs, detail, request, response);
        } catch (HistoryUnavailable away) {
            if (!response.isCommitted()) {
                throw away;
            }
            LOG.warn("a report of a day broke off ({})", away.getMessage());
            throw cut(away);
        } catch (JacksonException gone) {
            // Whoever asked went away.
            throw gone;
        } catch (RuntimeException defect) {
            if (!response.isCommitted()) {
                throw defect;
            }
            LOG.error("a report of a day broke off", defect);
            throw cut(defect);
        }
    }

    /** What is written cannot be taken back: the connection is cut, so that nobody takes it for the whole. */
    private static CloseNowException cut(RuntimeException cause) {
        return new CloseNowException("a report of a day broke off", cause);
    }

    private static Day day(HttpServletRequest request) {
        Optional<LocalDate> date = Parameters.one(request, "date").map(DayEndpoint::date);
        Optional<Long> offset = Parameters.number(request, "offset", 0, MOST_DAYS_BACK);
        if (date.isPresent() && offset.isPresent()) {
            throw Problem.badRequest("date and offset each say which day; give one of them, or none for today");
        }
        return date.<Day>map(Day.On::new)
                .orElseGet(() -> new Day.Before(offset.map(Math::toIntExact).orElse(0)));
    }

    private static LocalDate date(String text) {
        try {
            if (DATE.matcher(text).matches()) {
                LocalDate date = LocalDate.parse(text);
                if (date.getYear() >= FIRST_YEAR) {
                    return date;
                }
            }
        } catch (DateTimeParseException noDay) {
            throw noSuchDate(text);
        }
        throw noSuchDate(text);
    }

    private static Problem noSuchDate(String text) {
        return Problem.badRequest(
                "date is \"" + text + "\"; it must be a day from 1970-01-01 to 9999-12-31, as YYYY-MM-DD");
    }

    private static Detail detail(HttpServletRequest request) {
        String word = Parameters.one(request, "includeMetrics").orElse("false");
        return switch (word) {
            case "false" -> Detail.RUN;
            case "true" -> Detail.RUN_WITH_TASKS;
            default -> throw Problem.badRequest("includeMetrics is \"" + word + "\"; use true or false (the default)");
        };
    }

    private static TenantId tenant(Caller.Person caller, HttpServletRequest request) {
        Optional<Long> given = Parameters.number(request, "tenantId", 1, Long.MAX_VALUE);
        if (given.isPresent() && !caller.user().is(Role.SUPER_ADMIN)) {
            throw new Problem(403, "tenantId is for SuperAdmins alone; leave it out for your own tenant");
        }
        return given.map(TenantId::new).orElse(caller.tenant());
    }

    /** Page after page, so that a long day is never in memory whole. */
    private void write(DayRuns runs, Detail detail, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        List<DayRun> page = runs.next();
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        if (request.getMethod().equals("HEAD")) {
            return;
        }
        DayJson day = new DayJson(json, response.getOutputStream(), detail);
        while (!page.isEmpty()) {
            page.forEach(day::write);
            page = runs.next();
        }
        day.end();
    }
}
