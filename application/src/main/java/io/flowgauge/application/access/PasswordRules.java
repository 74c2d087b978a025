package io.flowgauge.application.access;

import io.flowgauge.application.port.out.PasswordStrength;
import java.util.Optional;

/** What a password must be (NIST SP 800-63B-4, 3.1.1.2: length, and none that is common; no rules of composition, no end by age). */
final class PasswordRules {
    /** In characters (code points). */
    static final int SHORTEST = 12;

    static final int LONGEST = 256;

    private final PasswordStrength strength;

    PasswordRules(PasswordStrength strength) {
        this.strength = strength;
    }

    /** Why it is refused; empty when it will do. */
    Optional<String> refusal(String password, String login) {
        int length = password.codePointCount(0, password.length());
        if (length < SHORTEST || length > LONGEST) {
            return Optional.of("the password has " + length + " characters, must have " + SHORTEST + " to " + LONGEST);
        }
        return strength.weakness(password, login);
    }
}
