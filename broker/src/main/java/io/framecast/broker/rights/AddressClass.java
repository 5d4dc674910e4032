package io.framecast.broker.rights;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/** Where an address lies: on this machine, on networks that the internet does not route, or anywhere. */
public enum AddressClass {
    LOOPBACK,
    /** RFC 1918, RFC 4193 (ULA), RFC 3927 and RFC 4291 §2.5.6 (link-local). */
    PRIVATE,
    PUBLIC;

    public static AddressClass of(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return LOOPBACK;
        }
        if (address instanceof Inet4Address v4) {
            return v4.isSiteLocalAddress() || v4.isLinkLocalAddress() ? PRIVATE : PUBLIC;
        }
        if (address instanceof Inet6Address v6) {
            boolean uniqueLocal = (v6.getAddress()[0] & 0xFE) == 0xFC;
            return uniqueLocal || v6.isLinkLocalAddress() ? PRIVATE : PUBLIC;
        }
        return PUBLIC;
    }
}
