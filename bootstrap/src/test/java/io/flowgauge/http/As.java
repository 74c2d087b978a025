package io.flowgauge.http;

import java.net.http.HttpRequest;

/** As whom a request is sent. */
interface As {
    HttpRequest.Builder on(HttpRequest.Builder request);

    record Stranger() implements As {
        @Override
        public HttpRequest.Builder on(HttpRequest.Builder request) {
            return request;
        }
    }

    /** By a token or a key. */
    record Bearer(String credential) implements As {
        @Override
        public HttpRequest.Builder on(HttpRequest.Builder request) {
            return request.header("Authorization", "Bearer " + credential);
        }
    }

    /** As our page does, with the cookie and the token against forged requests. */
    record Session(String cookie, String csrfToken) implements As {
        @Override
        public HttpRequest.Builder on(HttpRequest.Builder request) {
            return request.header("Cookie", cookie).header("X-CSRF-Token", csrfToken);
        }
    }
}
