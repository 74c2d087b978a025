package io.flowgauge.rest.security;

import io.flowgauge.rest.body.JsonBody;
import java.util.Optional;

/** Login and password, as somebody who signs in sends them. */
record Login(String login, String password) {
    static final String SHAPE = "{\"login\": \"…\", \"password\": \"…\"}";

    static Login of(JsonBody body) {
        Optional<String> login = body.text("login");
        Optional<String> password = body.text("password");
        body.check();
        return new Login(login.orElseThrow(), password.orElseThrow());
    }

    @Override
    public String toString() {
        return "Login[" + login + "]";
    }
}
