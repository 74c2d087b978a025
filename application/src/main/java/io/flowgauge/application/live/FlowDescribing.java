package io.flowgauge.application.live;

import io.flowgauge.application.access.AuditLog;
import io.flowgauge.application.port.in.Actor;
import io.flowgauge.application.port.in.DescribeFlows;
import io.flowgauge.application.port.in.QueryFlows;
import io.flowgauge.application.port.in.QueryFlows.FlowNow;
import io.flowgauge.application.port.out.FlowDescriptions;
import io.flowgauge.application.port.out.Transactions;
import io.flowgauge.domain.AuditEvent.Action;
import io.flowgauge.domain.AuditEvent.Target;
import io.flowgauge.domain.FlowDescription;
import io.flowgauge.domain.FlowId;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;

/** Keeps what people say of flows. */
public final class FlowDescribing implements DescribeFlows {
    private final FlowDescriptions descriptions;
    private final QueryFlows flows;
    private final Transactions transactions;
    private final AuditLog audit;

    public FlowDescribing(FlowDescriptions descriptions, QueryFlows flows, Transactions transactions, AuditLog audit) {
        this.descriptions = descriptions;
        this.flows = flows;
        this.transactions = transactions;
        this.audit = audit;
    }

    @Override
    public Optional<FlowNow> describe(Actor actor, FlowId flow, UnaryOperator<FlowDescription> change) {
        return transactions.inOne(() -> descriptions
                .change(actor.tenant(), flow, change)
                .flatMap(said -> flows.flow(actor.tenant(), flow).map(now -> {
                    audit.did(
                            actor,
                            Action.FLOW_DESCRIBED,
                            new Target(Long.toString(flow.value()), now.flow().name()),
                            inWords(said));
                    return now;
                })));
    }

    private static String inWords(FlowDescription said) {
        StringJoiner words = new StringJoiner(", ");
        if (said.description() != null) {
            words.add("description: " + said.description());
        }
        if (said.owner() != null) {
            words.add("owner: " + said.owner());
        }
        if (said.link() != null) {
            words.add("link: " + said.link());
        }
        return words.toString();
    }
}
