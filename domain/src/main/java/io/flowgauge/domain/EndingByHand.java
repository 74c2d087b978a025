package io.flowgauge.domain;

/**
 * What a person says who ends a task that its engine has forgotten.
 *
 * @param outcome not {@code COMPLETED}, which only its engine can know
 * @param reason becomes the task's error
 * @param login of the person
 */
public record EndingByHand(Outcome outcome, String reason, String login) {
    public EndingByHand {
        if (outcome == Outcome.COMPLETED) {
            throw new IllegalArgumentException(
                    "a task is not completed by hand, must be failed or cancelled; what completed its engine alone knows");
        }
        Limits.text("reason", reason, 1, Limits.TEXT);
        Limits.name("login", login);
    }
}
