package io.flowgauge.rest.exposure;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an operator decides about the network around the service.
 *
 * @param origins of pages elsewhere that may call the service from a browser
 * @param proxies whose word about a request's client and scheme counts
 * @param headersWithin how long a client may take to send what comes before a body
 * @param bodyWithin how long it may take, from the first byte of a request, until the body is there whole
 */
public record Exposure(List<Origin> origins, List<Network> proxies, Duration headersWithin, Duration bodyWithin) {

    public boolean trusts(InetAddress address) {
        return proxies.stream().anyMatch(network -> network.holds(address));
    }

    /** A web origin as browsers send it: {@code https://flows.example.com}. */
    public record Origin(String text) {
        public Origin {
            if (!text.equals(serialized(text))) {
                throw new IllegalArgumentException("\"" + text + "\", which is no origin as browsers send it, such as"
                        + " https://flows.example.com or http://localhost:5173: a scheme and a host in lower case, a port"
                        + " unless it is the scheme's own, and nothing after it");
            }
        }

        private static String serialized(String text) {
            try {
                URI uri = new URI(text);
                String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
                int own = scheme.equals("https") ? 443 : scheme.equals("http") ? 80 : -1;
                if (own < 0 || uri.getHost() == null || uri.getPort() > 65_535) {
                    return "";
                }
                String port = uri.getPort() < 0 || uri.getPort() == own ? "" : ":" + uri.getPort();
                return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port;
            } catch (URISyntaxException malformed) {
                return "";
            }
        }
    }

    /** The addresses that share their first {@code prefix} bits. */
    public record Network(InetAddress first, int prefix) {
        private static final Pattern OCTETS =
                Pattern.compile("(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");
        private static final Pattern GROUPS = Pattern.compile("[0-9a-fA-F:.]{2,45}");

        /** From an address, or one with a prefix: {@code 10.0.0.0/8}. */
        public static Network of(String text) {
            int slash = text.indexOf('/');
            InetAddress first = address(slash < 0 ? text : text.substring(0, slash))
                    .orElseThrow(
                            () -> new IllegalArgumentException(
                                    "\"" + text
                                            + "\", which is no IP address, with or without a prefix, such as 10.0.0.7, 10.0.0.0/8 or fd00::/8"));
            int bits = first.getAddress().length * Byte.SIZE;
            int prefix = slash < 0 ? bits : prefix(text.substring(slash + 1));
            if (prefix < 1 || prefix > bits) {
                throw new IllegalArgumentException("\"" + text + "\", which has no prefix of 1 to " + bits
                        + " bits; list the proxies, not everybody");
            }
            BigInteger beyond = BigInteger.ONE.shiftLeft(bits - prefix).subtract(BigInteger.ONE);
            if (new BigInteger(1, first.getAddress()).and(beyond).signum() != 0) {
                throw new IllegalArgumentException(
                        "\"" + text + "\", which has bits set behind its prefix; use its network's first address");
            }
            return new Network(first, prefix);
        }

        private static int prefix(String digits) {
            return digits.matches("\\d{1,3}") ? Integer.parseInt(digits) : -1;
        }

        /** An address as it is written, without asking anybody for a name; empty when it is none. */
        public static Optional<InetAddress> address(String text) {
            boolean mayBe = OCTETS.matcher(text).matches()
                    || (text.indexOf(':') >= 0 && GROUPS.matcher(text).matches());
            try {
                return mayBe ? Optional.of(InetAddress.getByName(text)) : Optional.empty();
            } catch (UnknownHostException none) {
                return Optional.empty();
            }
        }

        boolean holds(InetAddress address) {
            byte[] one = first.getAddress();
            byte[] other = address.getAddress();
            return one.length == other.length
                    && new BigInteger(1, one)
                                    .xor(new BigInteger(1, other))
                                    .shiftRight(one.length * Byte.SIZE - prefix)
                                    .signum()
                            == 0;
        }
    }
}
