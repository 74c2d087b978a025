package io.flowgauge.rest.problem;

import io.flowgauge.application.port.out.HistoryUnavailable;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.apache.coyote.CloseNowException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.stereotype.Controller;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Turns every exception, and every error that a filter or the server sends, into a problem document. */
@Controller
@ControllerAdvice
class Errors implements ErrorController {
    private static final Logger LOG = LoggerFactory.getLogger(Errors.class);
    private static final long RETRY_AFTER_SECONDS = 2;

    private final MethodsAt methods;

    Errors(MethodsAt methods) {
        this.methods = methods;
    }

    @ExceptionHandler
    void problem(Problem problem, HttpServletResponse response) throws IOException {
        problem.write(response);
    }

    @ExceptionHandler
    void away(HistoryUnavailable away, HttpServletResponse response) throws IOException {
        LOG.debug("history unavailable", away);
        Problem.unavailable("the history is not available at the moment; try again", RETRY_AFTER_SECONDS)
                .write(response);
    }

    @ExceptionHandler
    void cannotBeDecoded(InvalidParameterException broken, HttpServletResponse response) throws IOException {
        Problem.badRequest("the query cannot be decoded; percent-encode its names and values as UTF-8")
                .write(response);
    }

    /** Spring's firewall looks at names of parameters and at headers when they are read, which is late. */
    @ExceptionHandler
    void refused(RequestRejectedException refused, HttpServletResponse response) throws IOException {
        Problem.forbiddenCharacters().write(response);
    }

    @ExceptionHandler({NoHandlerFoundException.class, NoResourceFoundException.class})
    void noSuchPath(HttpServletRequest request, HttpServletResponse response) throws IOException {
        notFound(request.getRequestURI()).write(response);
    }

    private static Problem notFound(String path) {
        return new Problem(404, "there is nothing at " + path);
    }

    @ExceptionHandler
    void wrongMethod(
            HttpRequestMethodNotSupportedException wrong, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String known = methods.of(request.getRequestURI());
        // Of the port of management the paths are not known here.
        String allowed = known.isEmpty() && wrong.getSupportedMethods() != null
                ? String.join(", ", wrong.getSupportedMethods())
                : known;
        response.setHeader("Allow", allowed);
        new Problem(405, "method " + Problem.shortened(wrong.getMethod()) + " is not allowed here; use " + allowed)
                .write(response);
    }

    @ExceptionHandler
    void wrongType(HttpMediaTypeNotSupportedException wrong, HttpServletResponse response) throws IOException {
        String given =
                wrong.getContentType() == null ? "" : wrong.getContentType().toString();
        Problem.unsupportedType(given, wrong.getSupportedMediaTypes()).write(response);
    }

    @ExceptionHandler
    void notAcceptable(HttpMediaTypeNotAcceptableException wrong, HttpServletResponse response) throws IOException {
        new Problem(406, "this answers with " + wrong.getSupportedMediaTypes() + ", which the Accept header excludes")
                .write(response);
    }

    @ExceptionHandler
    void clientWentAway(AsyncRequestNotUsableException gone) {
        LOG.debug("a client went away", gone);
    }

    /** An answer that broke off: the server cuts the connection. */
    @ExceptionHandler
    void brokeOff(CloseNowException cut) throws CloseNowException {
        throw cut;
    }

    @ExceptionHandler
    void defect(Exception defect, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (isClientGone(defect)) {
            LOG.debug("a client went away", defect);
            return;
        }
        String id = UUID.randomUUID().toString();
        // The path without its query, which may hold a token.
        LOG.error("error {} at {} {}", id, request.getMethod(), request.getRequestURI(), defect);
        new Problem(500, "an internal error, noted in the service's log as " + id)
                .with("errorId", id)
                .write(response);
    }

    private static boolean isClientGone(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause.getClass().getSimpleName().equals("ClientAbortException")) {
                return true;
            }
        }
        return false;
    }

    @RequestMapping("${server.error.path:/error}")
    void sent(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        int status = code instanceof Integer sent ? sent : 404;
        @Nullable Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        if (status == 404) {
            notFound(String.valueOf(path == null ? request.getRequestURI() : path))
                    .write(response);
        } else if (status == 405) {
            Problem.traceNotAllowed(response).write(response);
        } else if (status >= 500) {
            defect(
                    request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Exception cause
                            ? cause
                            : new IllegalStateException("status " + status + " was sent"),
                    request,
                    response);
        } else {
            new Problem(status, "the request was refused with status " + status).write(response);
        }
    }
}
