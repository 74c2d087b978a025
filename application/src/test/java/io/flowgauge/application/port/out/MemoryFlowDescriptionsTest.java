package io.flowgauge.application.port.out;

class MemoryFlowDescriptionsTest extends FlowDescriptionsContract {
    private final MemoryHistory history = new MemoryHistory();

    @Override
    protected FlowDescriptions descriptions() {
        return new MemoryFlowDescriptions(history.flowRuns);
    }

    @Override
    protected Flows flows() {
        return new MemoryFlows(history.flowRuns);
    }

    @Override
    protected FlowRuns runs() {
        return history.flowRuns;
    }
}
