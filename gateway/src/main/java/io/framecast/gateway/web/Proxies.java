package io.framecast.gateway.web;

import io.framecast.client.UsageException;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The proxies whose word about who is behind them is taken. */
final class Proxies {

    private final List<IpSubnetFilterRule> trusted;

    /** @throws UsageException if one is not ADDRESS/BITS */
    Proxies(List<String> ranges) {
        this.trusted = ranges.stream().map(Proxies::range).toList();
    }

    boolean trusted(InetAddress address) {
        InetSocketAddress socket = new InetSocketAddress(address, 0);
        return trusted.stream().anyMatch(rule -> rule.matches(socket));
    }

    /**
     * Who asks: the nearest that no trusted proxy is.
     *
     * @param remote the other end of the connection
     * @param forwarded {@code X-Forwarded-For}, all of them in order; looked at only behind a trusted proxy
     * @return null where a trusted proxy says what is no address
     */
    @Nullable
    InetAddress peer(InetAddress remote, List<String> forwarded) {
        InetAddress nearest = remote;
        String[] hops = String.join(",", forwarded).split(",", -1);
        for (int i = hops.length - 1; i >= 0 && trusted(nearest) && !forwarded.isEmpty(); i--) {
            nearest = address(hops[i].strip());
            if (nearest == null) {
                return null;
            }
        }
        return nearest;
    }

    /** Some write a port behind it. */
    private static @Nullable InetAddress address(String text) {
        String bare = text;
        int bracket = text.indexOf(']');
        if (text.startsWith("[") && bracket > 0) {
            bare = text.substring(1, bracket);
        } else if (text.indexOf(':') >= 0 && text.indexOf(':') == text.lastIndexOf(':')) {
            bare = text.substring(0, text.indexOf(':'));
        }
        return NetUtil.createInetAddressFromIpAddressString(bare);
    }

    private static IpSubnetFilterRule range(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        InetAddress parsed = NetUtil.createInetAddressFromIpAddressString(address);
        try {
            if (parsed != null) {
                int most = parsed.getAddress().length * 8;
                int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
                if (bits >= 1 && bits <= most) {
                    return new IpSubnetFilterRule(parsed, bits, IpFilterRuleType.ACCEPT);
                }
            }
        } catch (NumberFormatException e) {
            // Said below, as for an address that is none.
        }
        throw new UsageException("--trusted-proxy: '" + io.framecast.client.Printable.line(text, 60)
                + "' is not an address or a range such as 10.0.0.0/8");
    }
}
