package io.framecast.client;

import io.framecast.protocol.crypto.Passphrase;
import io.framecast.protocol.session.ClientAction;
import io.framecast.protocol.session.ClientConfig;
import io.framecast.protocol.session.ClientSession;
import io.framecast.transport.Tick;
import io.framecast.transport.TransportLoop;
import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client's session machine with its loop, socket, tick and search for the broker. Owned by its event loop; the methods that say
 * so may be called from any thread.
 */
final class BrokerLink implements ClientSocket.Owner {
    private static final long AFTER_FAILURE_NANOS = 100_000_000;
    private static final long CLOSE_SECONDS = 1;

    /** Something to do with the session, on the loop. */
    @FunctionalInterface
    interface Call {
        void on(ClientSession session, long nowNanos, Consumer<? super ClientAction> out);
    }

    private final ClientOptions options;
    private final Consumer<ClientAction> actions;
    private final Consumer<ClientEvent> events;
    private final TransportLoop loop;
    private final Tick tick;
    private final ClientSocket socket;
    private final BrokerSearch search;
    private final SecureRandom random = new SecureRandom();
    private final LockMaker locks = new LockMaker();
    private final List<Call> early = new ArrayList<>();
    private @Nullable ClientSession session;
    private boolean ready;
    private boolean closed;

    BrokerLink(ClientOptions options, Consumer<ClientAction> actions, Consumer<ClientEvent> events) {
        this.options = options;
        this.actions = actions;
        this.events = events;
        this.loop = TransportLoop.open("framecast-client", options.transport());
        this.tick = loop.tick(this::onDue);
        this.socket = new ClientSocket(loop, options.receiveBufferBytes(), this);
        this.search = new BrokerSearch(options, loop, this::onAddress, events);
    }

    boolean inLoop() {
        return loop.inLoop();
    }

    /** As the OS reports it, 0 while there is no socket. On the loop. */
    int receiveBufferBytes() {
        return socket.receiveBufferBytes();
    }

    /** Runs on the loop; until the broker's name has resolved for the first time it waits for that. Any thread. */
    void call(Call call) {
        execute(() -> {
            search.want();
            if (ready) {
                run(call, System.nanoTime());
            } else {
                early.add(call);
            }
        });
    }

    /** Runs on the loop, or {@code otherwise} does if the broker's name has not resolved yet or the client is closed. Any thread. */
    void callOrElse(Call call, Runnable otherwise) {
        submit(
                () -> {
                    if (ready && !closed) {
                        run(call, System.nanoTime());
                    } else {
                        otherwise.run();
                    }
                },
                otherwise);
    }

    /** Runs on the loop whether or not there is a session yet. Any thread. */
    void execute(Runnable task) {
        submit(
                () -> {
                    if (!closed) {
                        task.run();
                    }
                },
                () -> {});
    }

    /** A new socket, so a new local port. Any thread. */
    void rebind() {
        execute(socket::rebind);
    }

    /** Says good-bye, frees everything. Any thread; waits for it unless that is the loop itself. */
    void close(Runnable onClosing) {
        // A loop that shuts down closes its sockets before it runs what is queued: the good-bye has to be out by then.
        CountDownLatch said = new CountDownLatch(1);
        submit(
                () -> {
                    finish(onClosing);
                    loop.close();
                    said.countDown();
                },
                said::countDown);
        if (loop.inLoop()) {
            return;
        }
        try {
            if (!said.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                FramecastClient.LOG.warn("a listener blocks the event loop: the client is closed without a good-bye");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        loop.close();
    }

    private void submit(Runnable task, Runnable whenClosed) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            whenClosed.run();
        }
    }

    private void finish(Runnable onClosing) {
        if (closed) {
            return;
        }
        run(ClientSession::close);
        closed = true;
        tick.stop();
        search.stop();
        socket.close();
        locks.close();
        onClosing.run();
    }

    // ---- session ----

    private void run(Call call) {
        run(call, System.nanoTime());
    }

    private void run(Call call, long nowNanos) {
        ClientSession current = session;
        if (current == null || closed) {
            return;
        }
        boolean failed = true;
        try {
            call.on(current, nowNanos, this::onAction);
            failed = false;
        } catch (RuntimeException e) {
            FramecastClient.LOG.warn("the session failed to handle a call", e);
        } finally {
            pump(failed ? nowNanos + AFTER_FAILURE_NANOS : current.deadlineNanos());
        }
    }

    private void onDue(long nowNanos) {
        run(ClientSession::onTimeout, nowNanos);
    }

    private void pump(long deadlineNanos) {
        socket.flush();
        tick.arm(deadlineNanos);
    }

    private void onAction(ClientAction action) {
        switch (action) {
            case ClientAction.Send send -> socket.send(send.datagram());
            case ClientAction.SessionUp up -> {
                search.onConnected();
                actions.accept(up);
            }
            case ClientAction.SessionLost lost -> {
                search.onLost();
                actions.accept(lost);
            }
            case ClientAction.GoingAway away -> {
                search.onLost();
                actions.accept(away);
            }
            case ClientAction.Refused refused -> {
                if (refused.producerId() == null) {
                    search.onRefused();
                }
                actions.accept(refused);
            }
            case ClientAction.LockWanted wanted -> makeLock(wanted.salt());
            default -> actions.accept(action);
        }
    }

    private void makeLock(byte[] salt) {
        Passphrase passphrase = options.passphrase();
        if (passphrase != null) {
            locks.make(passphrase, salt, lock -> call((current, now, out) -> current.onLock(lock, now, out)));
        }
    }

    // ---- address and socket ----

    private void onAddress(InetSocketAddress address, byte @Nullable [] knownKey) {
        if (closed) {
            return;
        }
        if (session == null) {
            session = open(address.getAddress(), knownKey);
        } else if (Resolver.refusesOtherKey(address.getAddress(), options.secret())) {
            // A name may have addresses of both kinds.
            session.insistOnKey();
        }
        socket.aim(address);
    }

    /** NullAway does not see from a class file that a record's array component may be null. */
    @SuppressWarnings("NullAway")
    private ClientSession open(InetAddress address, byte @Nullable [] knownKey) {
        byte[] key = options.brokerKey();
        boolean refuse = key != null || Resolver.refusesOtherKey(address, options.secret());
        if (key == null && options.secret() == null) {
            key = knownKey;
        }
        long wallMicros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        long wallOffsetMicros = wallMicros - System.nanoTime() / 1000;
        ClientConfig config = new ClientConfig(
                options.secret(),
                options.token(),
                key,
                options.brokerKey() != null,
                refuse,
                options.endToEnd(),
                random::nextBytes,
                wallOffsetMicros,
                true);
        return new ClientSession(config, loop.allocator(), socket::sendSegments);
    }

    @Override
    public void onBound() {
        if (ready) {
            return;
        }
        ready = true;
        List<Call> waiting = List.copyOf(early);
        early.clear();
        waiting.forEach(this::run);
    }

    @Override
    public void onDatagram(ByteBuf datagram, long nowNanos) {
        if (session != null) {
            session.onDatagram(datagram, nowNanos, this::onAction);
        }
    }

    @Override
    public void onBatchEnd(long nowNanos) {
        if (session != null) {
            pump(session.deadlineNanos());
        }
    }

    @Override
    public void onTrouble(String text) {
        events.accept(new ClientEvent.Trouble(text));
    }
}
