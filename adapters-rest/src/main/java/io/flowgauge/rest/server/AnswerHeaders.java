package io.flowgauge.rest.server;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.List;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.jspecify.annotations.Nullable;

/**
 * What every answer tells a browser: run nothing that is not ours, show it in no frame, guess no type, keep nothing. It is a
 * valve of the engine, so that also what the server refuses by itself has it.
 */
final class AnswerHeaders extends ValveBase {
    private static final String FOR_PROGRAMS =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final String FOR_PAGES = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; font-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
            + " frame-ancestors 'none'";
    private static final String NOTHING_OF_THE_DEVICE =
            "accelerometer=(), camera=(), display-capture=(), geolocation=(),"
                    + " gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";
    private static final String A_YEAR = "max-age=31536000";

    private static final List<String> PROGRAMS_PATHS = List.of("/api/", "/rest/", "/etl/", "/actuator", "/v3/");

    AnswerHeaders() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        put(request, response);
        getNext().invoke(request, response);
    }

    /** Before anything else is said, so that an endpoint may say it better: a page's files may be kept, for one. */
    static void put(Request request, Response response) {
        response.setHeader(
                "Content-Security-Policy", isForPrograms(request.getRequestURI()) ? FOR_PROGRAMS : FOR_PAGES);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Permissions-Policy", NOTHING_OF_THE_DEVICE);
        response.setHeader("Cache-Control", "no-store");
        if (request.isSecure()) {
            response.setHeader("Strict-Transport-Security", A_YEAR);
        }
    }

    private static boolean isForPrograms(@Nullable String path) {
        return path == null || PROGRAMS_PATHS.stream().anyMatch(path::startsWith);
    }
}
