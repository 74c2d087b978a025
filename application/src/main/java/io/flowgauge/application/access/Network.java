package io.flowgauge.application.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Whom failed sign-ins of an address are counted of. Of IPv6 that is the network of 64 bits: each who has one has all of its addresses (RFC 6177,
 * RFC 7217).
 */
final class Network {
    private static final int BYTES = 8;

    private Network() {}

    /** An address that is none is one of its own. */
    static String of(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            // With a colon it is taken for an address, never looked up as a name; one of IPv4 in IPv6 comes out as
            // IPv4.
            InetAddress parsed = InetAddress.getByName(address);
            if (!(parsed instanceof Inet6Address)) {
                return parsed.getHostAddress();
            }
            byte[] network = Arrays.copyOf(parsed.getAddress(), 2 * BYTES);
            Arrays.fill(network, BYTES, 2 * BYTES, (byte) 0);
            return InetAddress.getByAddress(network).getHostAddress() + "/64";
        } catch (UnknownHostException none) {
            return address;
        }
    }
}
