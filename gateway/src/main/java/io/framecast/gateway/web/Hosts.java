package io.framecast.gateway.web;

import io.framecast.client.HostPort;
import io.framecast.client.UsageException;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which names this gateway goes by. A browser that was lured to another name that resolves to us (DNS rebinding) says that name in
 * {@code Host}; an address cannot be lent like that.
 */
final class Hosts {

    private final Set<String> names = new HashSet<>();
    private final Predicate<InetAddress> ours;

    /**
     * @param names besides {@code localhost}: where we are bound and published, and what the operator says
     * @param ours whether an address is this machine's
     */
    Hosts(Collection<String> names, Predicate<InetAddress> ours) {
        this.names.add("localhost");
        names.forEach(name -> this.names.add(name.toLowerCase(Locale.ROOT)));
        this.ours = ours;
    }

    /** @param header as the request has it, with a port or without */
    boolean ours(String header) {
        String host;
        try {
            host = HostPort.parse("Host", header, 0).host().toLowerCase(Locale.ROOT);
        } catch (UsageException e) {
            return false;
        }
        if (names.contains(host)) {
            return true;
        }
        InetAddress literal = NetUtil.createInetAddressFromIpAddressString(host);
        return literal != null && (literal.isLoopbackAddress() || ours.test(literal));
    }

    /** Whether a page of {@code origin} (RFC 6454 §7) was served under the name {@code host}. */
    static boolean same(String origin, String host) {
        int scheme = origin.indexOf("://");
        if (scheme < 0) {
            return false;
        }
        String usual = origin.substring(0, scheme).equalsIgnoreCase("https") ? ":443" : ":80";
        return withoutPort(origin.substring(scheme + 3), usual).equalsIgnoreCase(withoutPort(host, usual));
    }

    private static String withoutPort(String host, String usual) {
        return host.endsWith(usual) ? host.substring(0, host.length() - usual.length()) : host;
    }
}
