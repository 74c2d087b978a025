package io.flowgauge.application.port.out;

/** Hashes and verifies passwords; slow on purpose. */
public interface Passwords {
    String hash(String password);

    boolean matches(String password, String hash);
}
