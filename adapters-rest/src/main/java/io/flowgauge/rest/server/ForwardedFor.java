package io.flowgauge.rest.server;

import io.flowgauge.rest.exposure.Exposure;
import io.flowgauge.rest.exposure.Exposure.Network;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Takes a trusted proxy's word about who the client is ({@code X-Forwarded-For}: the right-most address that is no trusted proxy)
 * and whether it came by TLS ({@code X-Forwarded-Proto}). From anybody else these headers mean nothing. What is no address ends the
 * reading: the last one that a trusted proxy told counts. Tomcat's own valve would take any text for an address, or ask the DNS for
 * it.
 */
final class ForwardedFor extends ValveBase {
    /** More than any chain of proxies is long; what lies before them is not read. */
    private static final int MOST_HOPS = 32;

    private final Exposure exposure;

    ForwardedFor(Exposure exposure) {
        super(true);
        this.exposure = exposure;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (Network.address(withoutZone(request.getRemoteAddr()))
                .filter(exposure::trusts)
                .isPresent()) {
            client(request);
            scheme(request);
        }
        getNext().invoke(request, response);
    }

    private void client(Request request) {
        List<String> hops = values(request, "X-Forwarded-For");
        Optional<InetAddress> client = Optional.empty();
        for (int at = hops.size() - 1; at >= Math.max(0, hops.size() - MOST_HOPS); at--) {
            Optional<InetAddress> hop = Network.address(withoutPort(hops.get(at)));
            if (hop.isEmpty()) {
                break;
            }
            client = hop;
            if (!exposure.trusts(hop.get())) {
                break;
            }
        }
        client.map(InetAddress::getHostAddress).ifPresent(address -> {
            request.setRemoteAddr(address);
            request.setRemoteHost(address);
        });
    }

    /** Where several proxies tell, all have to have got it by TLS. */
    private static void scheme(Request request) {
        List<String> schemes = values(request, "X-Forwarded-Proto");
        if (schemes.isEmpty() || !schemes.stream().allMatch(scheme -> isOneOf(scheme, "http", "https"))) {
            return;
        }
        boolean secure = schemes.stream().allMatch(scheme -> isOneOf(scheme, "https"));
        request.setSecure(secure);
        request.getCoyoteRequest().scheme().setString(secure ? "https" : "http");
        String host = request.getHeader("Host");
        if (host != null && !host.matches(".*:\\d+")) {
            request.setServerPort(secure ? 443 : 80);
        }
    }

    private static boolean isOneOf(String scheme, String... those) {
        return Arrays.stream(those).anyMatch(scheme::equalsIgnoreCase);
    }

    private static List<String> values(Request request, String header) {
        List<String> values = new ArrayList<>();
        for (String line : Collections.list(request.getHeaders(header))) {
            for (String value : line.split(",", -1)) {
                values.add(value.strip());
            }
        }
        return values;
    }

    /** {@code 192.0.2.1:4711} and {@code [2001:db8::1]:4711}, as some proxies write it, without the port. */
    private static String withoutPort(String hop) {
        if (hop.startsWith("[")) {
            int end = hop.indexOf(']');
            return end < 0 ? hop : hop.substring(1, end);
        }
        int colon = hop.indexOf(':');
        return colon >= 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
    }

    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }
}
