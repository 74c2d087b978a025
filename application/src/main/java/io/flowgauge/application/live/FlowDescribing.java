package io.flowgauge.application.live;

import io.flowgauge.application.access.AuditLog;
import io.flowgauge.application.access.Changes;
import io.flowgauge.application.port.in.Actor;
import io.flowgauge.application.port.in.Change;
import io.flowgauge.application.port.in.DescribeFlows;
import io.flowgauge.application.port.in.QueryFlows;
import io.flowgauge.application.port.in.QueryFlows.FlowNow;
import io.flowgauge.application.port.out.FlowDescriptions;
import io.flowgauge.domain.AuditEvent.Action;
import io.flowgauge.domain.AuditEvent.Target;
import io.flowgauge.domain.FlowDescription;
import io.flowgauge.domain.FlowId;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Keeps what people say of flows. */
public final class FlowDescribing implements DescribeFlows {
    private final FlowDescriptions descriptions;
    private final QueryFlows flows;
    private final Changes changes;
    private final AuditLog audit;

    public FlowDescribing(FlowDescriptions descriptions, QueryFlows flows, Changes changes, AuditLog audit) {
        this.descriptions = descriptions;
        this.flows = flows;
        this.changes = changes;
        this.audit = audit;
    }

    @Override
    public Change<FlowNow> describe(Actor actor, FlowId flow, UnaryOperator<FlowDescription> change) {
        return changes.make(
                actor,
                by -> described(actor, flow, change)
                        .<Change<FlowNow>>map(Change.Done::new)
                        .orElseGet(Change.NotFound::new));
    }

    private Optional<FlowNow> described(Actor actor, FlowId flow, UnaryOperator<FlowDescription> change) {
        AtomicReference<FlowDescription> before = new AtomicReference<>(FlowDescription.NONE);
        Optional<FlowDescription> said = descriptions.change(actor.tenant(), flow, was -> {
            before.set(was);
            return change.apply(was);
        });
        return said.flatMap(after -> flows.flow(actor.tenant(), flow).map(now -> {
            FlowDescription was = Objects.requireNonNull(before.get());
            if (!after.equals(was)) {
                audit.did(
                        actor,
                        Action.FLOW_DESCRIBED,
                        new Target(Long.toString(flow.value()), now.flow().name()),
                        changed(was, after));
            }
            return now;
        }));
    }

    private static String changed(FlowDescription before, FlowDescription after) {
        StringJoiner words = new StringJoiner(", ");
        changed("description", before.description(), after.description()).ifPresent(words::add);
        changed("owner", before.owner(), after.owner()).ifPresent(words::add);
        changed("link", before.link(), after.link()).ifPresent(words::add);
        return words.toString();
    }

    private static Optional<String> changed(String part, @Nullable String before, @Nullable String after) {
        if (Objects.equals(before, after)) {
            return Optional.empty();
        }
        return Optional.of(after == null ? part + " removed" : part + ": " + after);
    }
}
