package io.flowgauge.application.port.out;

import static io.flowgauge.application.port.out.PortFixture.TENANT;
import static io.flowgauge.application.port.out.PortFixture.begun;
import static io.flowgauge.application.port.out.PortFixture.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowgauge.domain.FlowDescription;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link FlowDescriptions}, over the {@link FlowRuns} and {@link Flows} beside it, keeps. */
public abstract class FlowDescriptionsContract {
    private static final FlowDescription SAID = new FlowDescription(
            "all orders\nof the shop \uD83D\uDED2", "team sales", "https://wiki.example.org/orders");

    protected abstract FlowDescriptions descriptions();

    protected abstract Flows flows();

    protected abstract FlowRuns runs();

    private FlowId flow(String name) {
        return begun(runs(), running(name, "1", "task of " + name)).ids().flow();
    }

    private FlowDescription of(FlowId flow) {
        return flows().flow(TENANT, flow).orElseThrow().description();
    }

    @Test
    void atFirstNothingIsSaid() {
        assertThat(of(flow("undescribed"))).isEqualTo(FlowDescription.NONE);
    }

    @Test
    void whatIsSaidIsThereUntilItIsSaidOtherwise() {
        FlowId flow = flow("described by people");
        FlowId other = flow("not described by people");

        assertThat(descriptions().change(TENANT, flow, before -> SAID)).hasValue(SAID);
        assertThat(of(flow)).isEqualTo(SAID);
        assertThat(flows().named(TENANT, Optional.of("described by people"), Optional.empty(), 1))
                .extracting(Flows.KnownFlow::description)
                .containsExactly(SAID);
        assertThat(of(other)).isEqualTo(FlowDescription.NONE);

        descriptions().change(TENANT, flow, before -> new FlowDescription(null, before.owner(), null));
        assertThat(of(flow)).isEqualTo(new FlowDescription(null, "team sales", null));
        descriptions().change(TENANT, flow, before -> FlowDescription.NONE);
        assertThat(of(flow)).isEqualTo(FlowDescription.NONE);
    }

    @Test
    void anotherTenantsFlowIsNotThere() {
        FlowId flow = flow("described by a stranger");

        assertThat(descriptions().change(new TenantId(999), flow, before -> SAID))
                .isEmpty();
        assertThat(descriptions().change(TENANT, new FlowId(Long.MAX_VALUE), before -> SAID))
                .isEmpty();
        assertThat(of(flow)).isEqualTo(FlowDescription.NONE);
    }

    @Test
    void aChangeThatFailsChangesNothing() {
        FlowId flow = flow("described wrongly");

        assertThatThrownBy(() -> descriptions().change(TENANT, flow, before -> new FlowDescription("", null, null)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(of(flow)).isEqualTo(FlowDescription.NONE);
    }

    @Test
    void ofChangesAtOnceNoneGetsLost() {
        FlowId flow = flow("described by many");
        List<CompletableFuture<?>> all = IntStream.range(0, 20)
                .<CompletableFuture<?>>mapToObj(change -> CompletableFuture.runAsync(() -> descriptions()
                        .change(
                                TENANT,
                                flow,
                                before -> new FlowDescription(
                                        (before.description() == null ? "" : before.description()) + "x", null, null))))
                .toList();
        all.forEach(CompletableFuture::join);

        assertThat(of(flow).description()).hasSize(20);
    }
}
