package io.flowgauge.rest.api;

import io.flowgauge.application.port.in.RecordReports.Need;
import io.flowgauge.application.port.in.RecordReports.Result;
import io.flowgauge.application.port.in.RecordReports.Run;
import io.flowgauge.application.port.in.RecordReports.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of a batch, item by item. */
final class BatchAnswer {
    record Stale(int index, long known) {}

    record Rejected(
            int index,
            @Nullable String requestId,
            String detail,
            @Nullable String need) {}

    record Warning(int index, String detail) {}

    record RunNamed(String flow, long flowId, String runKey, long auditId) {}

    /** An item that was given to the application. */
    record Given(int index, String requestId, boolean namesItsRun, List<String> warnings) {}

    private int accepted;
    private final List<Stale> stale = new ArrayList<>();
    private final List<Rejected> rejected = new ArrayList<>();
    private final List<Warning> warnings = new ArrayList<>();
    private final Map<Run, RunNamed> runs = new LinkedHashMap<>();

    void refused(int index, Item.Refused refused) {
        rejected.add(new Rejected(index, refused.requestId(), refused.detail(), null));
    }

    void result(Given given, Result result) {
        Verdict verdict = result.verdict();
        if (verdict instanceof Verdict.Accepted taken) {
            accepted++;
            names(given, taken.run());
            warn(given, given.warnings());
            warn(given, result.warnings());
        } else if (verdict instanceof Verdict.Stale old) {
            stale.add(new Stale(given.index(), old.known()));
            names(given, old.run());
        } else if (verdict instanceof Verdict.Rejected refused) {
            rejected.add(new Rejected(given.index(), given.requestId(), refused.detail(), word(refused.need())));
        }
    }

    private void names(Given given, Run run) {
        if (given.namesItsRun()) {
            runs.putIfAbsent(
                    run,
                    new RunNamed(
                            run.flow(),
                            run.flowId().value(),
                            run.runKey(),
                            run.auditId().value()));
        }
    }

    private void warn(Given given, List<String> details) {
        details.forEach(detail -> warnings.add(new Warning(given.index(), detail)));
    }

    private static @Nullable String word(@Nullable Need need) {
        return need == null ? null : need.name().toLowerCase(Locale.ROOT);
    }

    int accepted() {
        return accepted;
    }

    int stale() {
        return stale.size();
    }

    int rejected() {
        return rejected.size();
    }

    boolean allRejected() {
        return accepted == 0 && stale.isEmpty() && !rejected.isEmpty();
    }

    /** The answer's members, in their order. */
    Map<String, Object> members() {
        rejected.sort((one, other) -> Integer.compare(one.index(), other.index()));
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("accepted", accepted);
        members.put("stale", stale);
        members.put("rejected", rejected);
        members.put("warnings", warnings);
        members.put("runs", List.copyOf(runs.values()));
        return members;
    }
}
