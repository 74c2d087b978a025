package io.flowgauge.rest.etl;

import io.flowgauge.domain.RunState;
import io.flowgauge.rest.problem.Problem;
import java.util.Arrays;
import java.util.Locale;

/** A run's state in the documented API's words. */
enum Status {
    QUEUED(RunState.QUEUED),
    RUNNING(RunState.RUNNING),
    SUCCESS(RunState.COMPLETED),
    WARNING(RunState.WARNING),
    ERROR(RunState.FAILED),
    CANCELED(RunState.CANCELLED);

    private final RunState state;

    Status(RunState state) {
        this.state = state;
    }

    RunState state() {
        return state;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Status of(RunState state) {
        return Arrays.stream(values())
                .filter(status -> status.state == state)
                .findFirst()
                .orElseThrow();
    }

    static Status ofWord(String word) {
        return Arrays.stream(values())
                .filter(status -> status.word().equals(word))
                .findFirst()
                .orElseThrow(() -> Problem.badRequest(
                        "status is \"" + word + "\"; use queued, running, success, warning, error or canceled"));
    }
}
