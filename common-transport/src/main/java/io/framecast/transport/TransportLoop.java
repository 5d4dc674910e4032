package io.framecast.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** One thread that owns sockets and machines. It keeps the JVM alive until it is closed. */
public final class TransportLoop implements Executor, AutoCloseable {
    private static final long CLOSE_MILLIS = 1000;

    private final TransportKind kind;
    private final EventLoopGroup group;
    private final EventLoop loop;
    private final ChannelGroup channels;
    /** On the loop. */
    private final Set<NativeUdpSocket> sockets = new HashSet<>();

    private @Nullable MessageReceiver receiver;

    private TransportLoop(String name, TransportKind kind) {
        this.kind = kind;
        IoHandlerFactory io = kind.epoll() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        this.group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(name), io);
        this.loop = group.next();
        this.channels = new DefaultChannelGroup(name, loop);
    }

    /** Starts the thread's machinery; {@code name} becomes part of the thread's name. */
    public static TransportLoop open(String name, TransportKind kind) {
        return new TransportLoop(name, kind);
    }

    /** Runs a task on the loop, after what is queued there. Any thread. */
    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    /** Whether the caller is the loop's own thread. */
    public boolean inLoop() {
        return loop.inEventLoop();
    }

    public boolean closed() {
        return group.isShuttingDown();
    }

    public TransportKind kind() {
        return kind;
    }

    /** Where datagrams and rings take their memory: pooled and direct, so that the OS reads it without a copy. */
    public ByteBufAllocator allocator() {
        return PooledByteBufAllocator.DEFAULT;
    }

    /** A new tick of this loop. The callback gets {@link System#nanoTime}. */
    public Tick tick(LongConsumer onDue) {
        return new Tick(this, onDue);
    }

    EventLoop netty() {
        return loop;
    }

    /** Sockets that are open; any thread. */
    ChannelGroup channels() {
        return channels;
    }

    /** On the loop, as what follows is. */
    Alarm alarm(Runnable onRing) {
        return kind == TransportKind.NATIVE ? KernelAlarm.open(this, onRing) : new TaskAlarm(loop, onRing);
    }

    /** Has epoll watch a file descriptor of {@link TransportKind#NATIVE}. */
    IoRegistration watch(IoHandle handle) throws IOException {
        Future<IoRegistration> registered = ((IoEventLoop) loop).register(handle);
        if (!registered.isSuccess()) {
            throw new IOException("not watched", registered.cause());
        }
        return registered.getNow();
    }

    /** It is closed with the loop. */
    void add(NativeUdpSocket socket) {
        sockets.add(socket);
    }

    void forget(NativeUdpSocket socket) {
        sockets.remove(socket);
    }

    /** On the loop. */
    MessageReceiver receiver() {
        MessageReceiver made = receiver;
        if (made == null) {
            made = new MessageReceiver();
            receiver = made;
        }
        return made;
    }

    /** Closes its sockets and ends the thread; waits for that unless called on the loop. Any thread, idempotent. */
    @Override
    public void close() {
        if (group.isShuttingDown()) {
            // Its sockets are closed on the loop; to close them again from here fails once the loop has ended, and
            // Netty logs that.
            if (!loop.inEventLoop()) {
                group.terminationFuture().awaitUninterruptibly(2 * CLOSE_MILLIS);
            }
            return;
        }
        // Without a quiet period Netty 4.2.18 may end the thread and leave its channels open, and their ports taken.
        Future<Void> free = channels.close();
        if (loop.inEventLoop()) {
            closeSockets();
            var _ = group.shutdownGracefully(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        free.awaitUninterruptibly(CLOSE_MILLIS);
        try {
            loop.submit(this::closeSockets).awaitUninterruptibly(CLOSE_MILLIS);
        } catch (RejectedExecutionException e) {
            // Closed on the loop meanwhile, with its sockets.
        }
        group.shutdownGracefully(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly(2 * CLOSE_MILLIS);
    }

    private void closeSockets() {
        List.copyOf(sockets).forEach(NativeUdpSocket::closeNow);
    }
}
