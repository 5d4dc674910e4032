package io.framecast.gateway.feed;

import static io.framecast.gateway.feed.Frames.MILLI;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class GopCacheTest {

    private final GopCache cache = new GopCache();

    @AfterEach
    void freeAll() {
        cache.clear();
    }

    private void add(WireFrame frame) {
        cache.add(frame, frame.picture() && frame.key(), frame.addedNanos());
    }

    @Test
    void joinsAtTheNewestKeyPicture() {
        add(Frames.key(0, 0));
        add(Frames.picture(1, 0));
        add(Frames.key(2, 0));
        add(Frames.sound(0, 0));
        add(Frames.picture(3, 0));
        assertEquals(2, cache.join());
        assertEquals(5, cache.end());
    }

    @Test
    void joinsAtTheEndWhereThereIsNoKeyPicture() {
        add(Frames.picture(1, 0));
        add(Frames.sound(0, 0));
        assertEquals(cache.end(), cache.join());
    }

    @Test
    void keepsWhatIsBeforeTheKeyPictureForASecond() {
        add(Frames.key(0, 0));
        add(Frames.picture(1, 500 * MILLI));
        add(Frames.key(2, 1_000 * MILLI));
        assertEquals(0, cache.first());
        add(Frames.picture(3, 1_001 * MILLI));
        assertEquals(1, cache.first());
        add(Frames.picture(4, 1_501 * MILLI));
        assertEquals(2, cache.first());
        assertEquals(2, cache.join());
    }

    @Test
    void keepsALongGroupWholeHoweverOldItIs() {
        add(Frames.key(0, 0));
        for (int i = 1; i < 600; i++) {
            add(Frames.picture(i, i * 100L * MILLI));
        }
        assertEquals(0, cache.first());
        assertEquals(0, cache.join());
    }

    @Test
    void neverHoldsMoreThanItsBytesAndLetsNobodyJoinWhatItHasLostTheBeginningOf() {
        WireFrame key = Frames.wire(1, 0, true, false, 1 << 20, 0);
        add(key);
        for (int i = 1; i < 20; i++) {
            add(Frames.wire(1, i, false, false, 1 << 20, i));
            assertTrue(cache.bytes() <= GopCache.MOST_BYTES, () -> cache.bytes() + " bytes");
        }
        assertEquals(0, key.message().refCnt());
        assertEquals(cache.end(), cache.join());
    }

    @Test
    void neverHoldsMoreThanSoManyFrames() {
        for (int i = 0; i < GopCache.MOST_FRAMES + 100; i++) {
            add(Frames.sound(i, 0));
        }
        assertEquals(GopCache.MOST_FRAMES, cache.end() - cache.first());
    }

    @Test
    void givesAllMemoryBackWhenItForgets() {
        WireFrame key = Frames.key(0, 0);
        add(key);
        cache.clear();
        assertEquals(0, key.message().refCnt());
        assertEquals(0, cache.bytes());
        assertEquals(1, cache.end());
    }
}
