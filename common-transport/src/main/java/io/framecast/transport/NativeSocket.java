package io.framecast.transport;

import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A UDP socket without a channel, non-blocking. Life cycle and options are Netty's; what it sends and receives is not. */
final class NativeSocket extends Socket {
    private static final Logger LOG = LoggerFactory.getLogger(UdpSocket.class);
    private static final int SOL_SOCKET = 1;
    private static final int SO_MEMINFO = 55;
    /** linux/sock_diag.h: nine figures (u32), the last one is what was dropped. */
    private static final int MEMINFO_BYTES = 36;

    private static final int MEMINFO_DROPS = 32;
    private static final int SO_ATTACH_REUSEPORT_CBPF = 51;
    /** struct sock_fprog: how many instructions (u16), where they are. */
    private static final int FPROG_BYTES = 16;

    private static final int IPPROTO_IP = 0;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IP_MTU_DISCOVER = 10;
    private static final int IPV6_MTU_DISCOVER = 23;

    private final boolean v4;
    private volatile long overflow;

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

    /**
     * More sockets at the address of this one, which is bound; the kernel puts into them what {@code rule} says. The port is this
     * process's alone as before: this socket was bound without SO_REUSEPORT, so another one without it finds the port in use (Linux 4.5).
     *
     * @return none where the system has no such thing; then all goes into this one
     */
    List<NativeSocket> apart(LowPriority rule, SocketBuffers buffers) {
        List<NativeSocket> sockets = new ArrayList<>();
        try {
            setReusePort(true);
            for (int i = 0; i < LowPriority.BUFFERS; i++) {
                NativeSocket socket = new NativeSocket(v4);
                sockets.add(socket);
                socket.setReusePort(true);
                socket.prepare(new SocketBuffers(rule.receiveBytes(), buffers.sendBytes()));
                socket.bind(localAddress());
            }
            choose(rule.program());
            return sockets;
        } catch (IOException e) {
            LOG.debug("one receive buffer for everything: {}", e.toString());
            sockets.forEach(NativeSocket::closeQuietly);
            beAlone();
            return List.of();
        }
    }

    /** Has the system ask a BPF program which of the sockets of this address takes a datagram. */
    private void choose(ByteBuffer program) throws IOException {
        ByteBuffer described = ByteBuffer.allocateDirect(FPROG_BYTES).order(ByteOrder.nativeOrder());
        described.putShort(0, (short) (program.remaining() / Long.BYTES));
        described.putLong(8, MemorySegment.ofBuffer(program).address());
        try {
            setRawOpt(SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, described);
        } finally {
            Reference.reachabilityFence(program);
        }
    }

    /** Datagrams that the system has dropped because the receive buffer was full, as of the last time before it was closed. Any thread. */
    long overflow() {
        if (isOpen()) {
            ByteBuffer figures = ByteBuffer.allocateDirect(MEMINFO_BYTES).order(ByteOrder.nativeOrder());
            try {
                getRawOpt(SOL_SOCKET, SO_MEMINFO, figures);
                overflow = Integer.toUnsignedLong(figures.getInt(MEMINFO_DROPS));
            } catch (IOException e) {
                LOG.debug("what a socket dropped is not known: {}", e.toString());
            }
        }
        return overflow;
    }

    private void beAlone() {
        try {
            setReusePort(false);
        } catch (IOException e) {
            LOG.debug("others may bind the same port: {}", e.toString());
        }
    }

    void closeQuietly() {
        try {
            close();
        } catch (IOException e) {
            LOG.debug("a socket was not closed: {}", e.toString());
        }
    }
}
