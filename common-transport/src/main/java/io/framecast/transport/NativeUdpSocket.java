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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A socket that Netty's event loop watches, and that sends and receives with system calls of its own. */
final class NativeUdpSocket extends UdpSocket {
    private static final Logger LOG = LoggerFactory.getLogger(UdpSocket.class);
    private static final EpollIoOps READ_AND_WRITE = EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLOUT);

    /** From each of {@link #apart}, until the first socket has its turn again. */
    private static final int LOW_CALLS = 4;

    private final NativeSocket socket;
    /** By their priority, which is lower than {@link #socket}'s. */
    private final List<NativeSocket> apart;

    private final TransportLoop loop;
    private final Delivery delivery;
    private final Syscalls calls;
    private final Syscalls[] apartCalls;
    private final MessageSender sender;
    private final Singles singles;
    private @Nullable IoRegistration registration;
    private final List<IoRegistration> apartRegistrations = new ArrayList<>();
    private boolean awaitsWritable;
    private boolean closed;

    private NativeUdpSocket(
            NativeSocket socket,
            List<NativeSocket> apart,
            TransportLoop loop,
            Delivery delivery,
            int receiveBufferBytes) {
        super(socket.localAddress(), delivery.counters(), receiveBufferBytes);
        this.socket = socket;
        this.apart = apart;
        this.loop = loop;
        this.delivery = delivery;
        this.calls = new Syscalls(socket.intValue());
        this.apartCalls =
                apart.stream().map(one -> new Syscalls(one.intValue())).toArray(Syscalls[]::new);
        MessageSender.Call[] ofThreads = new MessageSender.Call[loop.sendThreads()];
        Arrays.setAll(ofThreads, thread -> new Syscalls(socket.intValue())::send);
        this.sender = new MessageSender(
                ofThreads, loop.crew(), socket.v4(), NativeProbe.mostSegments(), delivery.counters(), this::onRefused);
        delivery.counters()
                .count(
                        socket::overflow,
                        () -> apart.stream().mapToLong(NativeSocket::overflow).sum());
        this.singles = new Singles(calls::send, sender, socket.v4(), delivery.counters());
    }

    static CompletableFuture<UdpSocket> open(
            TransportLoop loop,
            InetSocketAddress local,
            SocketBuffers buffers,
            @Nullable LowPriority low,
            DatagramHandler handler) {
        CompletableFuture<UdpSocket> bound = new CompletableFuture<>();
        try {
            loop.execute(() -> {
                try {
                    bound.complete(openNow(loop, local, buffers, low, handler));
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
            TransportLoop loop,
            InetSocketAddress local,
            SocketBuffers buffers,
            @Nullable LowPriority low,
            DatagramHandler handler)
            throws IOException {
        NativeSocket socket = NativeSocket.of(local);
        try {
            socket.prepare(buffers);
            socket.bind(local);
            int receiveBytes = socket.getReceiveBufferSize();
            SocketBinding.sayShortage(buffers, receiveBytes, socket.getSendBufferSize());
            NativeUdpSocket opened = new NativeUdpSocket(
                    socket,
                    low == null ? List.of() : socket.apart(low, buffers),
                    loop,
                    new Delivery(handler, new TransportCounters()),
                    receiveBytes);
            opened.watch();
            loop.add(opened);
            return opened;
        } catch (IOException | RuntimeException e) {
            socket.closeQuietly();
            throw e;
        }
    }

    private void watch() throws IOException {
        try {
            registration = watch(new Handle(socket, false));
            for (NativeSocket one : apart) {
                apartRegistrations.add(watch(new Handle(one, true)));
            }
        } catch (IOException | RuntimeException e) {
            apart.forEach(NativeSocket::closeQuietly);
            throw e;
        }
    }

    private IoRegistration watch(Handle handle) throws IOException {
        IoRegistration watched = loop.watch(handle);
        watched.submit(EpollIoOps.EPOLLIN);
        return watched;
    }

    @Override
    public void send(InetSocketAddress to, ByteBuf datagram) {
        int bytes = datagram.readableBytes();
        if (bytes == 0 || closed) {
            datagram.release();
        } else if (datagram.hasMemoryAddress() && !sender.isWaiting()) {
            singles.add(to, datagram);
        } else {
            singles.flush();
            sender.send(to, datagram, datagram.readerIndex(), bytes, bytes);
            datagram.release();
            awaitWritable();
        }
    }

    @Override
    public void sendSegments(InetSocketAddress to, ByteBuf memory, int offset, int length, int segmentBytes) {
        if (!closed) {
            singles.flush();
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
            singles.flush();
            sender.fanOut((NativeAddresses) to, memory, offset, length, segmentBytes);
            awaitWritable();
        }
    }

    @Override
    public void flush() {
        if (!closed) {
            singles.flush();
            awaitWritable();
        }
    }

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
        flush();
        closed = true;
        loop.forget(this);
        sender.close();
        if (registration != null) {
            registration.cancel();
        }
        apartRegistrations.forEach(IoRegistration::cancel);
        socket.closeQuietly();
        apart.forEach(NativeSocket::closeQuietly);
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

    private final class Handle implements EpollIoHandle {
        private final NativeSocket of;
        private final boolean low;

        /** @param low it is one of {@link #apart} */
        Handle(NativeSocket of, boolean low) {
            this.of = of;
            this.low = low;
        }

        @Override
        public FileDescriptor fd() {
            return of;
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
                loop.receiver().receive(calls, delivery, MessageReceiver.MOST_CALLS);
                for (int i = 0; low && i < apartCalls.length; i++) {
                    loop.receiver().receive(apartCalls[i], delivery, LOW_CALLS);
                }
            }
        }

        @Override
        public void close() {
            closeNow();
        }
    }
}
