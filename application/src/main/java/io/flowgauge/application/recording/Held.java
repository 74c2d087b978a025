package io.flowgauge.application.recording;

import io.flowgauge.domain.TaskReport;
import java.util.ArrayList;
import java.util.List;

/** A task's reports that wait for the batch to be committed, in the order they came. */
final class Held {
    record Item(int index, TaskReport report) {}

    private final List<Item> items = new ArrayList<>();

    void add(int index, TaskReport report) {
        items.add(new Item(index, report));
    }

    List<Item> items() {
        return items;
    }

    TaskReport first() {
        return items.get(0).report();
    }
}
