package io.flowgauge.rest.server;

import io.flowgauge.rest.exposure.Exposure;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** The web server as the service needs it, on its own port and on that of management. */
@Component
final class ServerSetup implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    private final Exposure exposure;

    ServerSetup(Exposure exposure) {
        this.exposure = exposure;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addContextCustomizers(
                context -> ((StandardHost) context.getParent()).setErrorReportValveClass(ServerErrors.class.getName()));
        if (!exposure.proxies().isEmpty()) {
            factory.addEngineValves(new ForwardedFor(exposure));
        }
        factory.addEngineValves(new AnswerHeaders());
        factory.setProtocol(Deadlines.Protocol.class.getName());
        factory.addConnectorCustomizers(this::bound, ServerSetup::newTlsAlone, ServerSetup::noForms);
    }

    private void bound(Connector connector) {
        if (connector.getProtocolHandler() instanceof Deadlines.Protocol protocol) {
            protocol.within(exposure.headersWithin(), exposure.bodyWithin());
        }
    }

    /** What is in a body never counts as a parameter: a password would be quoted as one that is unknown. */
    private static void noForms(Connector connector) {
        connector.setParseBodyMethods("");
    }

    /** Also on a Java that an operator made to speak what is older. */
    private static void newTlsAlone(Connector connector) {
        for (SSLHostConfig host : connector.findSslHostConfigs()) {
            boolean newest = host.getProtocols().contains("TLSv1.3");
            boolean newer = host.getProtocols().contains("TLSv1.2");
            host.setProtocols(newest && !newer ? "TLSv1.3" : newer && !newest ? "TLSv1.2" : "TLSv1.2+TLSv1.3");
        }
    }
}
