package io.flowgauge.rest.server;

import io.flowgauge.rest.problem.Problem;
import jakarta.servlet.RequestDispatcher;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.http11.Http11InputBuffer;
import org.apache.tomcat.util.http.MimeHeaders;
import org.apache.tomcat.util.res.StringManager;
import org.jspecify.annotations.Nullable;

/** Tomcat's own errors, such as a malformed request line, as problem documents. Public because Tomcat makes it by its name. */
public final class ServerErrors extends ErrorReportValve {
    /** What Tomcat says of a request line with headers past its limit; it has no type of its own for that. */
    private static final String TOO_LARGE =
            StringManager.getManager(Http11InputBuffer.class).getString("iib.requestheadertoolarge.error");

    private static final String TOO_MANY =
            beginning(StringManager.getManager(MimeHeaders.class).getString("headers.maxCountFail", "\0"));

    public ServerErrors() {
        setShowReport(false);
        setShowServerInfo(false);
    }

    private static String beginning(String message) {
        return message.substring(0, Math.max(0, message.indexOf('\0')));
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable throwable) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        // An error that came past all of our code has taken them away.
        AnswerHeaders.put(request, response);
        try {
            problem(request, response).write(response);
        } catch (IOException gone) {
            container.getLogger().debug("a client went away", gone);
        }
    }

    private static Problem problem(Request request, Response response) {
        int status = response.getStatus();
        return switch (status) {
            case 400 -> ofRequest(request);
            case 404 -> new Problem(404, "there is nothing at " + request.getRequestURI());
            case 405 -> Problem.traceNotAllowed(response);
            case 501 -> new Problem(501, "the request's Transfer-Encoding is not understood; use chunked or none");
            case 503 -> Problem.unavailable("the service is about to stop; try again", 2);
            case 505 -> new Problem(505, "the request's version of HTTP is not understood; use HTTP/1.1");
            default ->
                new Problem(
                        status, status >= 500 ? "an internal error" : "the request was refused with status " + status);
        };
    }

    private static Problem ofRequest(Request request) {
        String why = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Exception refused
                ? String.valueOf(refused.getMessage())
                : "";
        if (why.equals(TOO_LARGE)) {
            int most = request.getConnector().getProtocolHandler() instanceof Deadlines.Protocol protocol
                    ? protocol.getMaxHttpRequestHeaderSize()
                    : 0;
            return isUrlAlone(request.getCoyoteRequest(), most)
                    ? new Problem(
                            414, "the URL is too long; with its method and all headers it may have " + most + " bytes")
                    : new Problem(
                            431, "the headers are too large; with the request line they may have " + most + " bytes");
        }
        if (!TOO_MANY.isEmpty() && why.startsWith(TOO_MANY)) {
            return new Problem(431, "there are too many headers; send fewer");
        }
        return Problem.badRequest(
                "the request is not valid HTTP; check its path and query for characters that must be percent-encoded");
    }

    /** A URL that did not even fit was not read to its end; over TLS more fits than may be. */
    private static boolean isUrlAlone(org.apache.coyote.Request request, int most) {
        return request.requestURI().isNull()
                || request.requestURI().getLength()
                                + Math.max(0, request.queryString().getLength())
                        > most;
    }
}
