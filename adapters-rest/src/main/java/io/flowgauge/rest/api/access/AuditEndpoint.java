package io.flowgauge.rest.api.access;

import io.flowgauge.application.port.in.Page;
import io.flowgauge.application.port.in.QueryAudit;
import io.flowgauge.application.port.out.AuditTrail;
import io.flowgauge.domain.AuditEvent;
import io.flowgauge.domain.AuditEvent.Action;
import io.flowgauge.domain.Permission;
import io.flowgauge.rest.paging.Cursor;
import io.flowgauge.rest.problem.Problem;
import io.flowgauge.rest.query.Parameters;
import io.flowgauge.rest.security.Caller;
import io.flowgauge.rest.security.Requires;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/v1/audit}: who did what in the caller's tenant. */
@RestController
class AuditEndpoint {
    private static final String LIST = "audit";

    private final QueryAudit audit;

    AuditEndpoint(QueryAudit audit) {
        this.audit = audit;
    }

    record TargetJson(String id, String name) {}

    record EventJson(
            long id,
            long at,
            String action,
            @Nullable String actor,
            @Nullable String address,
            @Nullable TargetJson target,
            @Nullable String detail) {
        static EventJson of(AuditTrail.Numbered numbered) {
            AuditEvent event = numbered.event();
            return new EventJson(
                    numbered.number(),
                    event.at().toEpochMilli(),
                    event.action().word(),
                    event.actor().isEmpty() ? null : event.actor(),
                    event.address().isEmpty() ? null : event.address(),
                    event.target()
                            .map(target -> new TargetJson(target.id(), target.name()))
                            .orElse(null),
                    event.detail().orElse(null));
        }
    }

    record EventsJson(List<EventJson> events, @Nullable String next) {}

    @Requires(Permission.ADMINISTER)
    @GetMapping(path = "/api/v1/audit", produces = MediaType.APPLICATION_JSON_VALUE)
    EventsJson events(@AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        Parameters.only(request, "action", "actor", "from", "to", "limit", "cursor");
        Optional<Instant> from = Parameters.instant(request, "from");
        Optional<Instant> to = Parameters.instant(request, "to");
        if (from.isPresent() && to.isPresent()) {
            Parameters.inOrder(from.get(), to.get());
        }
        AuditTrail.Filter filter = new AuditTrail.Filter(
                caller.tenant(),
                caller.may(Permission.GOVERN),
                Parameters.one(request, "action").map(AuditEndpoint::action),
                Parameters.one(request, "actor"),
                from,
                to);
        long before = Cursor.read(request, LIST, parts -> Long.parseLong(Objects.requireNonNull(parts.get(0))))
                .orElse(Long.MAX_VALUE);
        Page<AuditTrail.Numbered, Long> page = audit.events(filter, before, Parameters.limit(request));
        return new EventsJson(
                page.items().stream().map(EventJson::of).toList(),
                page.next().map(number -> Cursor.of(LIST, number)).orElse(null));
    }

    private static Action action(String word) {
        return Action.ofWord(word)
                .orElseThrow(() -> Problem.badRequest("action is \"" + word + "\"; use "
                        + Arrays.stream(Action.values()).map(Action::word).collect(Collectors.joining(", "))
                        + ", or leave it out for all"));
    }
}
