package io.flowgauge.rest.api;

import io.flowgauge.application.port.in.CheckAccess;
import io.flowgauge.application.port.in.RecordReports;
import io.flowgauge.application.port.in.RecordReports.Batch;
import io.flowgauge.application.port.in.RecordReports.Result;
import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.domain.ApiKey;
import io.flowgauge.domain.Permission;
import io.flowgauge.rest.api.BatchAnswer.Given;
import io.flowgauge.rest.problem.Problem;
import io.flowgauge.rest.query.Parameters;
import io.flowgauge.rest.security.Caller;
import io.flowgauge.rest.security.Requires;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** {@code POST /api/v1/reports}: engines' reports, read and applied as a stream, item by item. */
@RestController
class ReportsEndpoint {
    static final int MOST_ITEMS = 10_000;
    private static final long RETRY_AFTER_SECONDS = 2;
    private static final String NDJSON = "application/x-ndjson";

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    // What is not known is skipped, however deep, without recursion.
                    .maxNestingDepth(100_000)
                    .maxStringLength((int) BodyStream.LIMIT)
                    .maxNameLength(10_000)
                    .build())
            .build();

    private final RecordReports reports;
    private final CheckAccess access;
    private final InstantSource clock;
    private final ReportCounts counts;

    ReportsEndpoint(RecordReports reports, CheckAccess access, InstantSource clock, MeterRegistry metrics) {
        this.reports = reports;
        this.access = access;
        this.clock = clock;
        this.counts = new ReportCounts(metrics);
    }

    @Requires(Permission.REPORT)
    @PostMapping(
            path = "/api/v1/reports",
            consumes = {MediaType.APPLICATION_JSON_VALUE, NDJSON},
            produces = MediaType.APPLICATION_JSON_VALUE)
    Map<String, Object> record(@AuthenticationPrincipal Caller.Program caller, HttpServletRequest request)
            throws IOException {
        Parameters.only(request);
        boolean lines = String.valueOf(request.getContentType()).regionMatches(true, 0, NDJSON, 0, NDJSON.length());
        Reading reading = new Reading(caller.key(), reports.open(caller.tenant()));
        @Nullable Problem broken = reading.read(request, lines);
        BatchAnswer answer = reading.commit();
        counts.count(answer);
        if (broken != null && broken.status() == 401) {
            throw broken;
        }
        if (broken != null) {
            throw withMembers(broken, answer);
        }
        if (answer.allRejected()) {
            throw withMembers(
                    Problem.badRequest("no item could be taken; \"rejected\" says why, item by item"), answer);
        }
        return answer.members();
    }

    private static Problem withMembers(Problem problem, BatchAnswer answer) {
        answer.members().forEach(problem::with);
        return problem;
    }

    /** One request's items on their way into a batch. */
    private final class Reading {
        private final ApiKey key;
        private final Batch batch;
        private final BatchAnswer answer = new BatchAnswer();
        private final List<Given> given = new ArrayList<>();
        private int index;

        Reading(ApiKey key, Batch batch) {
            this.key = key;
            this.batch = batch;
        }

        /** Reads all items; what ended the reading early is returned, the items before it stay. */
        @Nullable
        Problem read(HttpServletRequest request, boolean lines) throws IOException {
            @Nullable BodyStream body = null;
            try {
                body = BodyStream.of(request);
                try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
                    return lines ? lines(parser) : document(parser);
                }
            } catch (Problem early) {
                if (early.status() == 415) {
                    throw early;
                }
                // The server's word on a body that came too slowly, or not to its end.
                return new Problem(early.status(), early.getMessage() + "; the items before the break were taken");
            } catch (JacksonException | IOException broken) {
                if (body != null && body.exceeded()) {
                    return new Problem(
                            413,
                            "the body has more than " + (BodyStream.LIMIT >> 20)
                                    + " MiB unpacked; send smaller batches; the items before the limit were taken");
                }
                return Problem.badRequest("the body breaks off or is broken after item " + index + " (" + cause(broken)
                        + "); the items before it were taken");
            }
        }

        private String cause(Exception broken) {
            if (!(broken instanceof JacksonException json) || json.getCause() != null) {
                return "it cannot be unpacked or read to its end";
            }
            return json.getLocation() == null
                    ? "a number has more than 1000 digits, or a name more than 10,000 characters"
                    : "no valid JSON at byte " + Math.max(0, json.getLocation().getByteOffset());
        }

        private @Nullable Problem lines(JsonParser parser) {
            while (parser.nextToken() != null) {
                if (!item(parser)) {
                    return tooMany();
                }
            }
            return null;
        }

        private @Nullable Problem document(JsonParser parser) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    if (!item(parser)) {
                        return tooMany();
                    }
                }
            } else if (first == JsonToken.START_OBJECT) {
                item(parser);
            } else {
                return Problem.badRequest("the body is " + (first == null ? "empty" : "neither an object nor an array")
                        + "; send one report or an array of them");
            }
            return parser.nextToken() == null
                    ? null
                    : Problem.badRequest(
                            "there is more after the end of the JSON document; the items before it were taken");
        }

        private Problem tooMany() {
            return new Problem(
                    413, "a batch has at most " + MOST_ITEMS + " reports; the first " + MOST_ITEMS + " were taken");
        }

        private boolean item(JsonParser parser) {
            if (index == MOST_ITEMS) {
                return false;
            }
            Item item = ItemReader.read(parser, clock.instant());
            if (!access.isStillLetIn(key)) {
                // Revoked while the body came.
                throw new Problem(401, "the key has ended");
            }
            if (item instanceof Item.Report read) {
                given.add(new Given(
                        index,
                        read.report().requestId().value(),
                        read.report().description() != null,
                        read.warnings()));
                batch.add(read.report());
            } else if (item instanceof Item.Refused refused) {
                answer.refused(index, refused);
            }
            index++;
            return true;
        }

        BatchAnswer commit() {
            try {
                List<Result> results = batch.commit();
                for (int at = 0; at < results.size(); at++) {
                    answer.result(given.get(at), results.get(at));
                }
                return answer;
            } catch (HistoryUnavailable away) {
                throw Problem.unavailable(
                        "beginnings and endings cannot be made durable at the moment; progress of running tasks was taken, send the batch again",
                        RETRY_AFTER_SECONDS);
            }
        }
    }
}
