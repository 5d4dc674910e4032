package io.framecast.protocol.fec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.sim.SampleStream;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RepairStoreTest {

    private static final int FRAGMENT = 200;
    private static final int PAYLOAD = FRAGMENT - 48;

    private final SampleStream stream = new SampleStream(3, 1, FRAGMENT, -5, 0);
    private final RepairStore store = new RepairStore(FRAGMENT, 5_000);

    private @Nullable FrameRepairs keep(byte[] repair) {
        return store.keep(Unpooled.wrappedBuffer(repair), 0, repair.length);
    }

    private RepairSample sample(int fragments, int repairs) {
        return RepairSample.of(stream.next(true, false, fragments * PAYLOAD), repairs);
    }

    @Test
    void whatCameFirstGoesFirst() {
        for (int i = 0; i < 30; i++) {
            assertNotNull(keep(sample(10, 1).repairs().getFirst()));
            assertTrue(store.bytes() <= 5_000, store.bytes() + " bytes");
        }
        assertNull(store.find(19));
        assertNotNull(store.find(29));
        store.forgetBefore(29);
        assertNull(store.find(28));
        store.forgetBefore(30);
        assertTrue(store.isEmpty());
        assertEquals(0, store.bytes());
    }

    @Test
    void oneFrameCannotTakeMoreThanEverybody() {
        int kept = 0;
        for (byte[] repair : sample(60, 60).repairs()) {
            kept += keep(repair) == null ? 0 : 1;
            assertTrue(store.bytes() <= 5_000, store.bytes() + " bytes");
        }
        assertTrue(kept > 15 && kept < 30, kept + " kept");
        assertEquals(60 - kept, store.refused());
    }

    @Test
    void framesAreCountedTooHoweverSmall() {
        RepairStore large = new RepairStore(FRAGMENT, 1 << 20);
        for (int i = 0; i < 1_000; i++) {
            byte[] repair =
                    RepairSample.of(stream.next(true, false, 1), 1).repairs().getFirst();
            assertNotNull(large.keep(Unpooled.wrappedBuffer(repair), 0, repair.length));
        }
        assertNull(large.find(1_000 - RepairStore.MOST_FRAMES - 1));
        assertNotNull(large.find(1_000 - RepairStore.MOST_FRAMES));
    }

    @Test
    void refusesWhatComesTwiceOrContradictsTheFirst() {
        RepairSample sample = sample(10, 3);
        FrameRepairs first = keep(sample.repairs().get(0));
        assertNotNull(first);
        assertNull(keep(sample.repairs().get(0)), "the same row");
        byte[] other = sample.repairs().get(1).clone();
        other[11] ^= 1;
        assertNull(keep(other), "another gop distance");
        assertNull(keep(Arrays.copyOf(sample.repairs().get(1), FRAGMENT)), "not as long as it has to be");
        assertSame(first, keep(sample.repairs().get(2)));
        assertEquals(3, store.refused());
    }
}
