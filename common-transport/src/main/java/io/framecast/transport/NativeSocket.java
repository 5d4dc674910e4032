package io.framecast.transport;

import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;

/** A UDP socket without a channel, non-blocking. Life cycle and options are Netty's; what it sends and receives is not. */
final class NativeSocket extends Socket {
    private static final int IPPROTO_IP = 0;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IP_MTU_DISCOVER = 10;
    private static final int IPV6_MTU_DISCOVER = 23;

    private final boolean v4;

    private NativeSocket(boolean v4) {
        super(newSocketDgram0(v4 ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6));
        this.v4 = v4;
    }

    /** Of the address's family; an IPv6 one carries IPv4, too. Not bound. */
    static NativeSocket of(InetSocketAddress local) {
        return new NativeSocket(local.getAddress() instanceof Inet4Address);
    }

    boolean v4() {
        return v4;
    }

    /** Don't fragment, and merge what comes in. */
    void prepare(SocketBuffers buffers) throws IOException {
        setReceiveBufferSize(buffers.receiveBytes());
        setSendBufferSize(buffers.sendBytes());
        setIntOpt(IPPROTO_IP, IP_MTU_DISCOVER, SocketBinding.PMTUDISC_PROBE);
        if (!v4) {
            setIntOpt(IPPROTO_IPV6, IPV6_MTU_DISCOVER, SocketBinding.PMTUDISC_PROBE);
        }
        setIntOpt(MessageHeaders.SOL_UDP, MessageHeaders.UDP_GRO, 1);
    }
}
