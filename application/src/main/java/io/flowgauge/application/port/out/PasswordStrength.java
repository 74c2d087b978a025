package io.flowgauge.application.port.out;

import java.util.Optional;

/** Tells passwords that are too easy to guess. */
public interface PasswordStrength {
    /** Why a password is too easy for the user of that login, in words that do not repeat it; empty when it will do. */
    Optional<String> weakness(String password, String login);
}
