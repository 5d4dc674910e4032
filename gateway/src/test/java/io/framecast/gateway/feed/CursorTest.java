package io.framecast.gateway.feed;

import static io.framecast.gateway.feed.Frames.MILLI;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CursorTest {

    private final GopCache cache = new GopCache();
    private final Cursor cursor = new Cursor();
    private long now;

    @AfterEach
    void freeAll() {
        cache.clear();
    }

    private void add(WireFrame frame) {
        cache.add(frame, frame.picture() && frame.key(), now);
    }

    private WireFrame next() {
        return Objects.requireNonNull(cursor.poll(cache, false, now));
    }

    /** The numbers of the pictures that it gets now. */
    private List<Long> drain(boolean crowded) {
        List<Long> numbers = new ArrayList<>();
        for (WireFrame f = cursor.poll(cache, crowded, now); f != null; f = cursor.poll(cache, crowded, now)) {
            if (f.picture()) {
                numbers.add(Frames.number(f));
            }
        }
        return numbers;
    }

    @Test
    void joinsFromTheCacheAndGoesOnWithWhatIsLive() {
        add(Frames.key(0, now));
        add(Frames.picture(1, now));
        cursor.join(cache);
        assertEquals(0, Frames.number(next()));
        assertTrue(cursor.fromCache());
        assertEquals(1, Frames.number(next()));
        assertTrue(cursor.fromCache());
        add(Frames.picture(2, now));
        assertEquals(2, Frames.number(next()));
        assertFalse(cursor.fromCache());
    }

    @Test
    void getsNoPictureBeforeTheFirstKeyAndCountsNoneOfThem() {
        cursor.join(cache);
        add(Frames.picture(5, now));
        add(Frames.key(6, now));
        assertEquals(List.of(6L), drain(false));
        assertEquals(0, cursor.leftOut(LeftOut.REFERENCE));
    }

    @Test
    void getsSoundBeforeTheFirstKeyPicture() {
        cursor.join(cache);
        add(Frames.sound(1, now));
        assertEquals(2, next().track());
    }

    @Test
    void isLeftOutDiscardableFramesFirst() {
        add(Frames.key(0, now));
        cursor.join(cache);
        assertEquals(List.of(0L), drain(false));
        add(Frames.discardable(1, now));
        add(Frames.picture(2, now));
        assertEquals(List.of(2L), drain(true));
        assertEquals(1, cursor.leftOut(LeftOut.DISCARDABLE));
    }

    @Test
    void jumpsToTheNewestKeyPictureWhenItLagsByMoreThanASecond() {
        add(Frames.key(0, now));
        cursor.join(cache);
        drain(false);
        add(Frames.picture(1, now));
        now += 1_001 * MILLI;
        add(Frames.key(2, now));
        add(Frames.picture(3, now));
        assertEquals(List.of(2L, 3L), drain(false));
        assertEquals(1, cursor.leftOut(LeftOut.LAGGING));
    }

    @Test
    void waitsForTheNextKeyPictureWhenItLagsAndThereIsNone() {
        add(Frames.key(0, now));
        cursor.join(cache);
        drain(false);
        add(Frames.picture(1, now));
        now += 1_001 * MILLI;
        add(Frames.picture(2, now));
        assertEquals(List.of(), drain(false));
        add(Frames.picture(3, now));
        assertEquals(List.of(), drain(false));
        add(Frames.key(4, now));
        assertEquals(List.of(4L), drain(false));
        assertEquals(2, cursor.leftOut(LeftOut.LAGGING));
        assertEquals(1, cursor.leftOut(LeftOut.REFERENCE));
    }

    @Test
    void finishesAGroupThatANewKeyPictureFollowsIfItLagsByLess() {
        add(Frames.key(0, now));
        cursor.join(cache);
        drain(false);
        add(Frames.picture(1, now));
        now += 900 * MILLI;
        add(Frames.key(2, now));
        assertEquals(List.of(1L, 2L), drain(false));
        assertEquals(0, cursor.leftOut(LeftOut.LAGGING));
    }

    @Test
    void doesNotShowAnOldGroupToOneWhoJoinsWhileANewOneBegins() {
        add(Frames.key(0, now));
        add(Frames.picture(1, now));
        add(Frames.picture(2, now));
        cursor.join(cache);
        assertEquals(0, Frames.number(next()));
        add(Frames.key(3, now));
        assertEquals(List.of(3L), drain(false));
        assertEquals(2, cursor.leftOut(LeftOut.JOINING));
    }

    @Test
    void mayJoinALongGroupHoweverOldItIs() {
        add(Frames.key(0, now));
        now += 9_000 * MILLI;
        add(Frames.picture(1, now));
        cursor.join(cache);
        assertEquals(List.of(0L, 1L), drain(false));
    }

    @Test
    void goesOnWithTheNextKeyPictureAfterTheStreamBeganAnew() {
        add(Frames.key(0, now));
        add(Frames.picture(1, now));
        cursor.join(cache);
        cursor.poll(cache, false, now);
        cache.clear();
        add(Frames.picture(0, now));
        add(Frames.key(1, now));
        assertEquals(List.of(1L), drain(false));
    }

    @Test
    void neverGetsAPictureWithoutItsReferencesWhateverTheConnectionTakes() {
        long seed = 20_261_120;
        Random random = new Random(seed);
        long number = 0;
        long newestKey = -1;
        long last = -1;
        boolean broken = true;
        List<WireFrame> gop = new ArrayList<>();
        cursor.join(cache);
        for (int step = 0; step < 10_000; step++) {
            now += random.nextInt(200) * MILLI;
            boolean key = random.nextInt(20) == 0;
            WireFrame frame = key
                    ? Frames.key(number, now)
                    : random.nextInt(3) == 0 ? Frames.discardable(number, now) : Frames.picture(number, now);
            add(frame);
            gop.add(frame);
            number++;
            boolean crowded = random.nextBoolean();
            for (int room = random.nextInt(4) == 0 ? 0 : random.nextInt(6); room > 0; room--) {
                WireFrame got = cursor.poll(cache, crowded, now);
                if (got == null) {
                    break;
                }
                long at = Frames.number(got);
                assertTrue(at > last, "order, seed " + seed + " step " + step);
                for (long missing = last + 1; missing < at; missing++) {
                    broken |= !gop.get((int) missing).discardable();
                }
                broken &= !got.key();
                newestKey = got.key() ? at : newestKey;
                assertFalse(broken, "references, seed " + seed + " step " + step);
                last = at;
            }
        }
        assertTrue(newestKey > 0, "it got something, seed " + seed);
    }
}
