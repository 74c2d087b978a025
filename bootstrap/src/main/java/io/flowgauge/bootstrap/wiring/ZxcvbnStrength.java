package io.flowgauge.bootstrap.wiring;

import com.nulabinc.zxcvbn.Strength;
import com.nulabinc.zxcvbn.Zxcvbn;
import io.flowgauge.application.port.out.PasswordStrength;
import java.util.List;
import java.util.Optional;

/** Wheeler, "zxcvbn: Low-Budget Password Strength Estimation", USENIX Security 2016: 30,000 common passwords, names, words, patterns of keys. */
final class ZxcvbnStrength implements PasswordStrength {
    /** "Safely unguessable": 10^8 guesses or more. */
    private static final int ENOUGH = 3;

    /** Its time grows with the square of the length; what is longer than this cannot be easy because of its end. */
    private static final int LOOKED_AT = 64;

    private final Zxcvbn zxcvbn = new Zxcvbn();

    @Override
    public Optional<String> weakness(String password, String login) {
        String start = password.length() > LOOKED_AT ? password.substring(0, LOOKED_AT) : password;
        Strength strength = zxcvbn.measure(start, List.of(login, "flowgauge"));
        return strength.getScore() >= ENOUGH
                ? Optional.empty()
                : Optional.of("the password is too easy to guess: it is, or is made of, what many people choose, the"
                        + " login, or a pattern; use several words that have nothing to do with each other");
    }
}
