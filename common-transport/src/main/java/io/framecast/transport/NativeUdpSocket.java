package io.framecast.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A socket that Netty's event loop watches, and that sends and receives with system calls of its own. */
final class NativeUdpSocket extends UdpSocket {
    private static final Logger LOG = LoggerFactory.getLogger(UdpSocket.class);
    private static final EpollIoOps READ_AND_WRITE = EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLOUT);

    private final NativeSocket socket;
    private final TransportLoop loop;
    private final Delivery delivery;
    private final Syscalls calls;
    private final MessageSender sender;
    private @Nullable IoRegistration registration;
    private boolean awaitsWritable;
    private boolean closed;

    private NativeUdpSocket(NativeSocket socket, TransportLoop loop, Delivery delivery, int receiveBufferBytes) {
        super(socket.localAddress(), delivery.counters(), receiveBufferBytes);
        this.socket = socket;
        this.loop = loop;
        this.delivery = delivery;
        this.calls = new Syscalls(socket.intValue());
        MessageSender.Call[] ofThreads = new MessageSender.Call[loop.sendThreads()];
        Arrays.setAll(ofThreads, thread -> new Syscalls(socket.intValue())::send);
        this.sender = new MessageSender(
                ofThreads, loop.crew(), socket.v4(), NativeProbe.mostSegments(), delivery.counters(), this::onRefused);
    }

    static CompletableFuture<UdpSocket> open(
            TransportLoop loop, InetSocketAddress local, SocketBuffers buffers, DatagramHandler handler) {
        CompletableFuture<UdpSocket> bound = new CompletableFuture<>();
        try {
            loop.execute(() -> {
                try {
                    bound.complete(openNow(loop, local, buffers, handler));
                } catch (IOException | RuntimeException e) {
                    bound.completeExceptionally(SocketBinding.bindFailure(e));
                }
            });
        } catch (RejectedExecutionException e) {
            bound.completeExceptionally(new IOException("the loop is closed", e));
        }
        return bound;
    }

    private static NativeUdpSocket openNow(
            TransportLoop loop, InetSocketAddress local, SocketBuffers buffers, DatagramHandler handler)
            throws IOException {
        NativeSocket socket = NativeSocket.of(local);
        try {
            socket.prepare(buffers);
            socket.bind(local);
            int receiveBytes = socket.getReceiveBufferSize();
            SocketBinding.sayShortage(buffers, receiveBytes, socket.getSendBufferSize());
            NativeUdpSocket opened =
                    new NativeUdpSocket(socket, loop, new Delivery(handler, new TransportCounters()), receiveBytes);
            IoRegistration registration = loop.watch(opened.new Handle());
            registration.submit(EpollIoOps.EPOLLIN);
            opened.registration = registration;
            loop.add(opened);
            return opened;
        } catch (IOException | RuntimeException e) {
            closeQuietly(socket);
            throw e;
        }
    }

    @Override
    public void send(InetSocketAddress to, ByteBuf datagram) {
        int bytes = datagram.readableBytes();
        if (bytes > 0 && !closed) {
            sender.send(to, datagram, datagram.readerIndex(), bytes, bytes);
            awaitWritable();
        }
        datagram.release();
    }

    @Override
    public void sendSegments(InetSocketAddress to, ByteBuf memory, int offset, int length, int segmentBytes) {
        if (!closed) {
            sender.send(to, memory, offset, length, segmentBytes);
            awaitWritable();
        }
    }

    @Override
    public AddressTable addressTable() {
        return sender.addresses();
    }

    @Override
    public void fanOut(AddressTable to, ByteBuf memory, int offset, int length, int segmentBytes) {
        if (!closed) {
            sender.fanOut((NativeAddresses) to, memory, offset, length, segmentBytes);
            awaitWritable();
        }
    }

    /** Nothing is queued but what waits for the socket. */
    @Override
    public void flush() {}

    @Override
    public TransportKind kind() {
        return sender.segmented() ? TransportKind.NATIVE : TransportKind.BATCHED;
    }

    @Override
    public void close() {
        loop.execute(this::closeNow);
    }

    /** On the loop. */
    void closeNow() {
        if (closed) {
            return;
        }
        closed = true;
        loop.forget(this);
        sender.close();
        if (registration != null) {
            registration.cancel();
        }
        closeQuietly(socket);
        delivery.onClosed();
    }

    private void awaitWritable() {
        if (awaitsWritable != sender.isWaiting() && registration != null) {
            awaitsWritable = sender.isWaiting();
            registration.submit(awaitsWritable ? READ_AND_WRITE : EpollIoOps.EPOLLIN);
        }
    }

    private void onRefused(int errno) {
        if (errno != Syscalls.EIO) {
            delivery.onTrouble(errno, "sendmmsg: errno " + errno);
        } else if (sender.segmented()) {
            sender.giveUpSegments();
            LOG.warn("segmented writes are refused; going on with one message a datagram");
        }
    }

    private static void closeQuietly(NativeSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("a socket was not closed: {}", e.toString());
        }
    }

    private final class Handle implements EpollIoHandle {
        @Override
        public FileDescriptor fd() {
            return socket;
        }

        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            EpollIoOps ops = ((EpollIoEvent) event).ops();
            if (closed) {
                return;
            }
            if (ops.contains(EpollIoOps.EPOLLOUT)) {
                sender.onWritable(System.nanoTime());
                awaitWritable();
            }
            if (ops.contains(EpollIoOps.EPOLLIN)) {
                loop.receiver().receive(calls, delivery);
            }
        }

        @Override
        public void close() {
            closeNow();
        }
    }
}
