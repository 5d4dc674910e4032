package io.framecast.client;

import io.framecast.protocol.crypto.Passphrase;
import io.framecast.protocol.crypto.StreamLock;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Makes locks of a passphrase, which takes a third of a second each, so not on the loop: one after the other, since who announces
 * streams chooses how many are wanted. Where more wait than a session remembers, the oldest are not made. Any thread.
 */
final class LockMaker implements AutoCloseable {

    static final int MOST_WAITING = 16;

    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            5,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().daemon().name("framecast-passphrase").factory(),
            new ThreadPoolExecutor.DiscardOldestPolicy());

    LockMaker() {
        thread.allowCoreThreadTimeOut(true);
    }

    /** {@code made} is called on a thread of its own. */
    void make(Passphrase passphrase, byte[] salt, Consumer<StreamLock> made) {
        thread.execute(() -> made.accept(passphrase.lock(salt)));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
