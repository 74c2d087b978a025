package io.flowgauge.application.port.out;

class MemoryHistoryGapsTest extends HistoryGapsContract {
    private final HistoryGaps gaps = new MemoryHistoryGaps(new Outage());

    @Override
    protected HistoryGaps gaps() {
        return gaps;
    }
}
