package io.flowgauge.rest.security;

import io.flowgauge.rest.body.JsonBody;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;

/** Login and password, as somebody who signs in sends them. */
record Login(String login, String password) {
    static Login read(HttpServletRequest request) throws IOException {
        JsonBody body = JsonBody.of(request, "{\"login\": \"…\", \"password\": \"…\"}");
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
