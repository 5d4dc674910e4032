package io.framecast.client;

import io.framecast.transport.DatagramHandler;
import io.framecast.transport.SocketBuffers;
import io.framecast.transport.Tick;
import io.framecast.transport.TransportLoop;
import io.framecast.transport.UdpSocket;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * The client's way to one remote address, over one UDP socket after the other: a socket that the network gave up is replaced, and
 * the machines above it notice nothing but lost datagrams. Owned by the client's event loop.
 */
final class ClientSocket {
    private static final long REBIND_NANOS = 3_000_000_000L;

    /** What it tells its owner, on the loop. */
    interface Owner {
        /** There is a socket, or another one. */
        void onBound();

        /** From the remote address; borrowed. */
        void onDatagram(ByteBuf datagram, long nowNanos);

        void onBatchEnd(long nowNanos);

        /** One line, once per outage. */
        void onTrouble(String text);
    }

    private final TransportLoop loop;
    private final SocketBuffers buffers;
    private final Owner owner;
    private final Tick rebindTick;
    private @Nullable UdpSocket socket;
    private @Nullable InetSocketAddress remote;
    private boolean binding;
    private boolean closed;
    private boolean troubleSaid;
    private long receivedNanos = System.nanoTime();
    private long boundNanos = receivedNanos;

    ClientSocket(TransportLoop loop, int receiveBufferBytes, Owner owner) {
        this.loop = loop;
        this.buffers = new SocketBuffers(receiveBufferBytes, SocketBuffers.DEFAULT.sendBytes());
        this.owner = owner;
        this.rebindTick = loop.tick(now -> rebind());
    }

    /** From now on to and from {@code address}; makes a socket where there is none of its family. */
    void aim(InetSocketAddress address) {
        boolean sameFamily = remote != null
                && remote.getAddress().getClass() == address.getAddress().getClass();
        remote = address;
        if (socket == null || !sameFamily) {
            rebind();
        }
    }

    /** A new socket, so a new local port, once it is there. */
    void rebind() {
        InetSocketAddress towards = remote;
        if (towards == null || binding || closed) {
            return;
        }
        binding = true;
        Attachment attachment = new Attachment();
        var _ = UdpSocket.bind(loop, any(towards), buffers, attachment).whenComplete((bound, failure) -> {
            binding = false;
            if (failure != null) {
                trouble("no UDP socket: " + failure.getMessage());
                rebindTick.arm(System.nanoTime() + REBIND_NANOS);
            } else {
                attachment.socket = bound;
                onBound(bound);
            }
        });
    }

    /** Ownership passes; lost while there is no socket. */
    void send(ByteBuf datagram) {
        if (socket == null || remote == null) {
            datagram.release();
        } else {
            socket.send(remote, datagram);
        }
    }

    void sendSegments(ByteBuf memory, int offset, int length, int segmentBytes) {
        if (socket != null && remote != null) {
            socket.sendSegments(remote, memory, offset, length, segmentBytes);
        }
    }

    void flush() {
        if (socket != null) {
            socket.flush();
        }
    }

    /** As the OS reports it, 0 while there is no socket. */
    int receiveBufferBytes() {
        return socket == null ? 0 : socket.receiveBufferBytes();
    }

    void close() {
        closed = true;
        rebindTick.stop();
        if (socket != null) {
            socket.close();
        }
    }

    private void onBound(UdpSocket bound) {
        if (closed) {
            bound.close();
            return;
        }
        UdpSocket old = socket;
        socket = bound;
        boundNanos = System.nanoTime();
        if (old != null) {
            old.close();
        }
        owner.onBound();
    }

    private void trouble(String text) {
        if (!troubleSaid) {
            troubleSaid = true;
            owner.onTrouble(text);
        }
    }

    private static InetSocketAddress any(InetSocketAddress towards) {
        try {
            byte[] wildcard = new byte[towards.getAddress() instanceof Inet4Address ? 4 : 16];
            return new InetSocketAddress(InetAddress.getByAddress(wildcard), 0);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 and 16 bytes are addresses", e);
        }
    }

    /** What one socket says; one that was replaced still delivers what it had. */
    private final class Attachment implements DatagramHandler {
        private @Nullable UdpSocket socket;

        @Override
        public void onDatagram(ByteBuf datagram, InetSocketAddress from, long nowNanos) {
            // All of it is authenticated above; this only spares the work for what comes from elsewhere.
            if (!closed && from.equals(remote)) {
                receivedNanos = nowNanos;
                troubleSaid = false;
                owner.onDatagram(datagram, nowNanos);
            }
        }

        @Override
        public void onBatchEnd(long nowNanos) {
            if (!closed) {
                owner.onBatchEnd(nowNanos);
            }
        }

        @Override
        public void onTrouble(IOException trouble, long nowNanos) {
            if (closed || socket != ClientSocket.this.socket) {
                return;
            }
            trouble("the network refuses to send to " + remote + ": " + trouble.getMessage());
            if (nowNanos - receivedNanos > REBIND_NANOS && nowNanos - boundNanos > REBIND_NANOS) {
                rebind();
            }
        }

        @Override
        public void onClosed() {
            if (!closed && socket != null && socket == ClientSocket.this.socket) {
                rebind();
            }
        }
    }
}
