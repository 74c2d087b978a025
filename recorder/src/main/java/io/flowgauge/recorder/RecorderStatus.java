package io.flowgauge.recorder;

import org.jspecify.annotations.Nullable;

/**
 * How reporting goes.
 *
 * @param acknowledged reports the service took
 * @param refused reports the service will not take; {@code lastProblem} says why
 * @param unsentEndings endings that are not acknowledged yet
 * @param droppedEndings endings given up because more than {@link Recorder#MOST_UNSENT_ENDINGS} waited
 * @param lastProblem what went wrong last; null when nothing did since the last success and no task was refused
 */
public record RecorderStatus(
        long acknowledged,
        long refused,
        long unsentEndings,
        long droppedEndings,
        @Nullable String lastProblem) {}
