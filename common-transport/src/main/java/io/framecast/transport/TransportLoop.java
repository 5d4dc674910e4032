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
    /** What {@code sendThreads} may be at the most. */
    public static final int MOST_SEND_THREADS = SendCrew.MOST_THREADS;

    private static final long CLOSE_MILLIS = 1000;

    /** By the cost of a message (1.9 us, eight datagrams), three send 100 Gbit/s. */
    private static final int ENOUGH_SEND_THREADS = 4;

    private final TransportKind kind;
    private final EventLoopGroup group;
    private final EventLoop loop;
    private final ChannelGroup channels;
    /** On the loop. */
    private final Set<NativeUdpSocket> sockets = new HashSet<>();

    private @Nullable MessageReceiver receiver;

    private final @Nullable SendCrew crew;

    private TransportLoop(String name, TransportKind kind, int sendThreads) {
        this.kind = kind;
        this.crew = kind == TransportKind.NATIVE && sendThreads > 1
                ? new SendCrew(sendThreads, new DefaultThreadFactory(name + "-send", true))
                : null;
        IoHandlerFactory io = kind.epoll() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        this.group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(name), io);
        this.loop = group.next();
        this.channels = new DefaultChannelGroup(name, loop);
    }

    /** Starts the thread's machinery; {@code name} becomes part of the thread's name. */
    public static TransportLoop open(String name, TransportKind kind) {
        return open(name, kind, 1);
    }

    /**
     * As {@link #open(String, TransportKind)}, with more than one thread for what goes to many.
     *
     * @param sendThreads the loop's own among them, 1 to {@link #MOST_SEND_THREADS}; {@link TransportKind#NATIVE} alone uses more than one
     */
    public static TransportLoop open(String name, TransportKind kind, int sendThreads) {
        return new TransportLoop(name, kind, sendThreads);
    }

    /** One for each core that this process may use, as long as they have something to do. */
    public static int bestSendThreads() {
        return Math.min(Runtime.getRuntime().availableProcessors(), ENOUGH_SEND_THREADS);
    }

    /** Threads that send what goes to many, the loop's own among them. */
    public int sendThreads() {
        return crew == null ? 1 : crew.threads();
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

    @Nullable
    SendCrew crew() {
        return crew;
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
        if (crew != null) {
            crew.close();
        }
    }
}
