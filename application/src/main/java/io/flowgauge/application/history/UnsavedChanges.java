package io.flowgauge.application.history;

import io.flowgauge.application.port.out.FlowRuns.Change;
import java.util.List;

/** Changes of live tasks that are written behind: descriptions, and who is lost or runs again. */
public interface UnsavedChanges {
    /** Takes all changes there are; what cannot be written goes to {@link #keepUnsaved}. */
    List<Change> drainUnsaved();

    /** Takes back changes that could not be written, each in its newest version. */
    void keepUnsaved(List<Change> changes);
}
