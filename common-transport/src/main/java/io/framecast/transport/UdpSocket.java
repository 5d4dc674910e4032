package io.framecast.transport;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** One bound UDP socket of a {@link TransportLoop}. */
public abstract sealed class UdpSocket implements DatagramTransport permits NativeUdpSocket, NettyUdpSocket {
    private final InetSocketAddress local;
    private final TransportCounters counters;
    private final int receiveBufferBytes;

    UdpSocket(InetSocketAddress local, TransportCounters counters, int receiveBufferBytes) {
        this.local = local;
        this.counters = counters;
        this.receiveBufferBytes = receiveBufferBytes;
    }

    /**
     * Binds; any thread. Fails with a {@link BindException} where the port is in use or the address is not ours, otherwise with
     * an {@link IOException}. The handler is called from then on, on the loop.
     */
    public static CompletableFuture<UdpSocket> bind(
            TransportLoop loop, InetSocketAddress local, SocketBuffers buffers, DatagramHandler handler) {
        return bind(loop, local, buffers, null, handler);
    }

    /** As the other; datagrams of {@code low} are kept apart from the rest where {@link TransportKind#NATIVE} and the system can. */
    public static CompletableFuture<UdpSocket> bind(
            TransportLoop loop,
            InetSocketAddress local,
            SocketBuffers buffers,
            @Nullable LowPriority low,
            DatagramHandler handler) {
        return loop.kind() == TransportKind.NATIVE
                ? NativeUdpSocket.open(loop, local, buffers, low, handler)
                : SocketBinding.bind(loop, local, buffers, handler);
    }

    /** As {@link #bind}, waiting for it; not on the loop. */
    public static UdpSocket bindNow(
            TransportLoop loop, InetSocketAddress local, SocketBuffers buffers, DatagramHandler handler)
            throws IOException {
        return bindNow(loop, local, buffers, null, handler);
    }

    /** As {@link #bind(TransportLoop, InetSocketAddress, SocketBuffers, LowPriority, DatagramHandler)}, waiting for it; not on the loop. */
    public static UdpSocket bindNow(
            TransportLoop loop,
            InetSocketAddress local,
            SocketBuffers buffers,
            @Nullable LowPriority low,
            DatagramHandler handler)
            throws IOException {
        try {
            return bind(loop, local, buffers, low, handler).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw e;
        }
    }

    @Override
    public InetSocketAddress localAddress() {
        return local;
    }

    @Override
    public int receiveBufferBytes() {
        return receiveBufferBytes;
    }

    @Override
    public TransportCounters counters() {
        return counters;
    }

    /** How it writes now. */
    public abstract TransportKind kind();

    /** Writes what is queued and closes; the handler's {@link DatagramHandler#onClosed} follows. Any thread, idempotent. */
    public abstract void close();
}
