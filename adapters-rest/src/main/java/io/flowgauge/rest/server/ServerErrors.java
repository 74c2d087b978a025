package io.flowgauge.rest.server;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** Tomcat's own errors, such as a malformed request line, as problem documents. Public because Tomcat makes it by its name. */
public final class ServerErrors extends ErrorReportValve {
    public ServerErrors() {
        setShowReport(false);
        setShowServerInfo(false);
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable throwable) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        String title = status >= 500 ? "Internal error" : "Bad request";
        String detail = status >= 500
                ? "an internal error"
                : "the request is not valid HTTP; check its path and query for characters that must be percent-encoded";
        String body = "{\"type\":\"about:blank\",\"title\":\"" + title + "\",\"status\":" + status + ",\"detail\":\""
                + detail + "\"}";
        try {
            response.setContentType("application/problem+json");
            response.setCharacterEncoding("utf-8");
            if (response.getReporter() != null) {
                response.getReporter().write(body);
                response.finishResponse();
            }
        } catch (IOException gone) {
            container.getLogger().debug("a client went away", gone);
        }
    }

    @Component
    static final class Installed implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
        @Override
        public void customize(TomcatServletWebServerFactory factory) {
            factory.addContextCustomizers(context ->
                    ((StandardHost) context.getParent()).setErrorReportValveClass(ServerErrors.class.getName()));
        }
    }
}
