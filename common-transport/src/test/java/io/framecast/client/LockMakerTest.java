package io.framecast.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.crypto.Passphrase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LockMakerTest {

    private final Passphrase passphrase = new Passphrase("correct horse");
    private final List<Integer> made = new CopyOnWriteArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final CountDownLatch last = new CountDownLatch(1);

    /** Holds the first lock's thread, so that {@code waiting} more wait; the salts of those that are made in the end. */
    private List<Integer> madeOf(int waiting) throws InterruptedException {
        try (LockMaker maker = new LockMaker()) {
            maker.make(passphrase, salt(0), lock -> {
                made.add((int) lock.announced().salt()[0]);
                begun.countDown();
                awaitQuietly(goOn);
            });
            assertTrue(begun.await(60, TimeUnit.SECONDS));
            for (int i = 1; i <= waiting; i++) {
                boolean isLast = i == waiting;
                maker.make(passphrase, salt(i), lock -> {
                    made.add((int) lock.announced().salt()[0]);
                    if (isLast) {
                        last.countDown();
                    }
                });
            }
            goOn.countDown();
            assertTrue(last.await(60, TimeUnit.SECONDS));
            return List.copyOf(made);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] salt(int number) {
        byte[] salt = new byte[16];
        salt[0] = (byte) number;
        return salt;
    }

    @Test
    void asManyAsMayWaitAreMadeOneAfterTheOther() throws Exception {
        assertEquals(LockMaker.MOST_WAITING + 1, madeOf(LockMaker.MOST_WAITING).size());
    }

    @Test
    void ofOneMoreTheOldestThatWaitsIsNotMade() throws Exception {
        List<Integer> all = madeOf(LockMaker.MOST_WAITING + 1);
        assertEquals(LockMaker.MOST_WAITING + 1, all.size());
        assertEquals(List.of(0, 2), all.subList(0, 2));
    }
}
