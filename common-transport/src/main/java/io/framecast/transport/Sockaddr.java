package io.framecast.transport;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * An address as the kernel has it.
 *
 * <pre>
 * sockaddr_in    0 family   2 port (network order)   4 address      8 zero
 * sockaddr_in6   0 family   2 port (network order)   4 flow label   8 address   24 scope
 * </pre>
 */
final class Sockaddr {

    /** From one to the next in a table; sockaddr_in6 takes 28. */
    static final int STRIDE = 32;

    static final int V4_BYTES = 16;
    static final int V6_BYTES = 28;

    private static final short AF_INET = 2;
    private static final short AF_INET6 = 10;
    private static final int PORT = 2;
    private static final int V4_ADDRESS = 4;
    private static final int V6_ADDRESS = 8;
    private static final int V6_SCOPE = 24;

    private Sockaddr() {}

    /** Writes {@link #STRIDE} bytes. On an IPv4 socket, an IPv6 address becomes one that the kernel refuses. */
    static void write(MemorySegment to, long at, InetSocketAddress address, boolean v4Socket) {
        byte[] bytes = address.getAddress().getAddress();
        for (int i = 0; i < STRIDE; i += Long.BYTES) {
            to.set(JAVA_LONG, at + i, 0);
        }
        to.set(JAVA_SHORT, at, v4Socket && bytes.length == 4 ? AF_INET : AF_INET6);
        to.set(JAVA_SHORT, at + PORT, Short.reverseBytes((short) address.getPort()));
        if (v4Socket) {
            MemorySegment.copy(bytes, 0, to, JAVA_BYTE, at + V4_ADDRESS, 4);
            return;
        }
        if (bytes.length == 4) {
            // ::ffff:a.b.c.d, the mapped form (RFC 4291 §2.5.5.2)
            to.set(JAVA_SHORT, at + V6_ADDRESS + 10, (short) -1);
        }
        MemorySegment.copy(bytes, 0, to, JAVA_BYTE, at + V6_ADDRESS + 16 - bytes.length, bytes.length);
        if (address.getAddress() instanceof Inet6Address v6) {
            to.set(JAVA_INT, at + V6_SCOPE, v6.getScopeId());
        }
    }

    static InetSocketAddress read(MemorySegment from, long at) {
        boolean v4 = from.get(JAVA_SHORT, at) == AF_INET;
        byte[] bytes = new byte[v4 ? 4 : 16];
        MemorySegment.copy(from, JAVA_BYTE, at + (v4 ? V4_ADDRESS : V6_ADDRESS), bytes, 0, bytes.length);
        int scope = v4 ? 0 : from.get(JAVA_INT, at + V6_SCOPE);
        int port = Short.toUnsignedInt(Short.reverseBytes(from.get(JAVA_SHORT, at + PORT)));
        try {
            InetAddress address = InetAddress.getByAddress(bytes);
            if (scope != 0 && !(address instanceof Inet4Address)) {
                address = Inet6Address.getByAddress(null, bytes, scope);
            }
            return new InetSocketAddress(address, port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 and 16 bytes are addresses", e);
        }
    }

    /** Family, port and the IPv4 address or the IPv6 scope. With the two words of the IPv6 address, which are 0 for IPv4, it is all. */
    static long word(MemorySegment from, long at) {
        long word = from.get(JAVA_LONG, at);
        return v4(word) ? word : (word & 0xFFFF_FFFFL) | (long) from.get(JAVA_INT, at + V6_SCOPE) << 32;
    }

    /** @param half 0 or 1 */
    static long v6Word(MemorySegment from, long at, int half) {
        return v4(from.get(JAVA_LONG, at)) ? 0 : from.get(JAVA_LONG, at + V6_ADDRESS + 8L * half);
    }

    private static boolean v4(long firstWord) {
        return (short) firstWord == AF_INET;
    }
}
