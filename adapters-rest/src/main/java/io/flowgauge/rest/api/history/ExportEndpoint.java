package io.flowgauge.rest.api.history;

import io.flowgauge.application.port.in.ExportHistory;
import io.flowgauge.application.port.in.ExportHistory.Answer;
import io.flowgauge.application.port.in.ExportHistory.Export;
import io.flowgauge.application.port.out.HistoryRows.Row;
import io.flowgauge.application.port.out.HistoryRows.Wanted;
import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.domain.Permission;
import io.flowgauge.domain.Resolution;
import io.flowgauge.rest.problem.Problem;
import io.flowgauge.rest.query.Parameters;
import io.flowgauge.rest.security.Caller;
import io.flowgauge.rest.security.Requires;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.apache.coyote.CloseNowException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** {@code GET /api/v1/history/export}: rows of all tasks, as a file. */
@Controller
class ExportEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(ExportEndpoint.class);
    private static final Duration SPAN = Duration.ofDays(1);
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final ExportHistory exports;
    private final InstantSource clock;

    ExportEndpoint(ExportHistory exports, InstantSource clock) {
        this.exports = exports;
        this.clock = clock;
    }

    @Requires(Permission.WATCH)
    @GetMapping("/api/v1/history/export")
    void export(@AuthenticationPrincipal Caller caller, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Parameters.only(request, "from", "to", "resolution", "format", "flowId", "taskId");
        Wanted wanted = wanted(caller, request);
        RowFormat format = format(request);
        Answer answer = exports.open(wanted);
        if (answer instanceof Answer.Opened opened) {
            try (Export export = opened.export()) {
                write(export, wanted, format, request, response);
            }
        } else if (answer instanceof Answer.Busy busy) {
            throw Problem.unavailable(
                    busy.open() + " exports are under way, which is the most at once; try again",
                    busy.retryAfter().toSeconds());
        } else {
            throw new Problem(404, "there is no such " + (answer instanceof Answer.NoSuchTask ? "task" : "flow"));
        }
    }

    private Wanted wanted(Caller caller, HttpServletRequest request) {
        Instant to = Parameters.instant(request, "to").orElseGet(clock::instant);
        Instant from = Parameters.instant(request, "from").orElseGet(() -> to.minus(SPAN));
        Parameters.inOrder(from, to);
        return new Wanted(
                caller.tenant(),
                Parameters.one(request, "resolution")
                        .map(ExportEndpoint::resolution)
                        .orElse(Resolution.MINUTES),
                from,
                to,
                Parameters.one(request, "flowId").map(Parameters::flowId),
                Parameters.one(request, "taskId").map(Parameters::taskId));
    }

    private static Resolution resolution(String word) {
        return Resolution.ofWord(word)
                .orElseThrow(() -> Problem.badRequest(
                        "resolution is \"" + word + "\"; use checks, minutes (the default) or hours"));
    }

    private static RowFormat format(HttpServletRequest request) {
        String word = Parameters.one(request, "format").orElse("csv");
        return switch (word) {
            case "csv" -> new CsvRows();
            case "ndjson" -> new JsonLines();
            default -> throw Problem.badRequest("format is \"" + word + "\"; use csv (the default) or ndjson");
        };
    }

    private static void write(
            Export export, Wanted wanted, RowFormat format, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        List<Row> page = export.next();
        response.setContentType(format.contentType());
        response.setHeader(
                "Content-Disposition",
                "attachment; filename=\"flowgauge-%s-%s-%s.%s\""
                        .formatted(
                                wanted.resolution().word(),
                                NAME.format(wanted.from()),
                                NAME.format(wanted.to()),
                                format.extension()));
        if (request.getMethod().equals("HEAD")) {
            return;
        }
        OutputStream out = response.getOutputStream();
        out.write(format.head().getBytes(StandardCharsets.UTF_8));
        StringBuilder lines = new StringBuilder();
        while (!page.isEmpty()) {
            for (Row row : page) {
                format.append(lines, row);
            }
            out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
            out.flush();
            lines.setLength(0);
            page = next(export);
        }
    }

    /** What is written cannot be taken back: the connection is cut, so that nobody takes it for the whole. */
    private static List<Row> next(Export export) throws IOException {
        try {
            return export.next();
        } catch (HistoryUnavailable away) {
            LOG.warn("an export broke off ({})", away.getMessage());
            throw new CloseNowException("an export broke off", away);
        } catch (RuntimeException defect) {
            LOG.error("an export broke off", defect);
            throw new CloseNowException("an export broke off", defect);
        }
    }
}
