package io.framecast.launcher;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a run in good order when the process is told to stop (Ctrl-C, SIGTERM): the thread that runs the program is interrupted
 * and has {@value #GRACE_MILLIS} ms to close what it opened. The exit code is then the system's (130, 143).
 */
public final class Lifetime {

    private static final long GRACE_MILLIS = 1700;

    private final CountDownLatch over = new CountDownLatch(1);
    private final CountDownLatch stop = new CountDownLatch(1);

    private Lifetime() {}

    /** For a run that nobody stops from outside. */
    static Lifetime unbounded() {
        return new Lifetime();
    }

    /** Called on the thread that runs the program. */
    static Lifetime ofProcess() {
        Lifetime lifetime = new Lifetime();
        Thread program = Thread.currentThread();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            lifetime.stop.countDown();
                            if (lifetime.over.getCount() > 0) {
                                program.interrupt();
                                lifetime.awaitEnd();
                            }
                        },
                        "stop"));
        return lifetime;
    }

    /** Blocks until the process is told to stop. */
    void awaitStop() throws InterruptedException {
        stop.await();
    }

    /** The run is over and everything closed: nobody needs to wait for it any more. */
    void ended() {
        over.countDown();
    }

    private void awaitEnd() {
        try {
            boolean inTime = over.await(GRACE_MILLIS, TimeUnit.MILLISECONDS);
            if (!inTime) {
                System.err.println("framecast: stopped without waiting for what does not close");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
