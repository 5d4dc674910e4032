package io.framecast.broker.core;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Judges where a datagram says that it comes from, before anything is sent there. */
final class SourceAddress {

    private SourceAddress() {}

    /** Whether it can be a peer at all: an answer to anything else would hit a bystander, a whole network, or ourselves. */
    static boolean plausible(InetSocketAddress from, BrokerConfig config) {
        InetAddress address = from.getAddress();
        return address != null
                && from.getPort() != 0
                && !address.isMulticastAddress()
                && !address.isAnyLocalAddress()
                && !isBroadcast(address)
                && !config.broadcastAddresses().contains(address)
                && !config.ownAddresses().contains(from);
    }

    static boolean loopback(InetSocketAddress from) {
        return from.getAddress().isLoopbackAddress();
    }

    /** The first 24 bits of an IPv4 address, the first 56 of an IPv6 address: what one party usually holds. */
    static long prefix(InetSocketAddress from) {
        byte[] bytes = from.getAddress().getAddress();
        int kept = from.getAddress() instanceof Inet6Address ? 7 : 3;
        long prefix = kept;
        for (int i = 0; i < kept; i++) {
            prefix = prefix << 8 | (bytes[i] & 0xFF);
        }
        return prefix;
    }

    private static boolean isBroadcast(InetAddress address) {
        if (!(address instanceof Inet4Address)) {
            return false;
        }
        byte[] b = address.getAddress();
        // 255.255.255.255, and all of 240/4 with it: none of it is a host's.
        return (b[0] & 0xF0) == 0xF0;
    }
}
