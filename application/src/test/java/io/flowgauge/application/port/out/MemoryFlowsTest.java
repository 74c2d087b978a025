package io.flowgauge.application.port.out;

class MemoryFlowsTest extends FlowsContract {
    private final Outage outage = new Outage();
    private final MemoryFlowRuns runs = new MemoryFlowRuns(new MemorySnapshots(outage), outage);
    private final MemoryFlows flows = new MemoryFlows(runs);

    @Override
    protected Flows flows() {
        return flows;
    }

    @Override
    protected FlowRuns runs() {
        return runs;
    }
}
