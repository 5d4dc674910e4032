package io.framecast.protocol.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StrayMediaTest {

    private static final long ALIAS = 5;

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);

    @AfterEach
    void noMemoryIsKept() {
        assertEquals(0, allocator.metric().usedHeapMemory());
    }

    private static void hold(StrayMedia strays, int datagrams, int bytes) {
        for (int i = 0; i < datagrams; i++) {
            ByteBuf datagram = Unpooled.wrappedBuffer(new byte[bytes]);
            datagram.setInt(0, i);
            strays.hold(ALIAS, datagram, 0, bytes, i);
        }
    }

    private static int first(StrayMedia strays, int expected) {
        List<ByteBuf> taken = strays.take(ALIAS);
        assertEquals(expected, taken.size());
        int first = taken.getFirst().getInt(0);
        taken.forEach(ByteBuf::release);
        return first;
    }

    @Test
    void ofAliasesThatAreNotKnownAFewAreKeptAndForOneMoreTheOldestGoes() {
        StrayMedia strays = StrayMedia.ofUnknown(allocator);
        hold(strays, StrayMedia.MOST, 100);
        assertEquals(0, first(strays, StrayMedia.MOST));
        hold(strays, StrayMedia.MOST + 1, 100);
        assertEquals(1, first(strays, StrayMedia.MOST));
    }

    @Test
    void ofAStreamWhoseKeyIsBeingMadeMoreAreKeptAndForOneMoreTheOldestGoes() {
        StrayMedia strays = StrayMedia.ofLocked(allocator);
        hold(strays, StrayMedia.MOST_LOCKED, 100);
        assertEquals(0, first(strays, StrayMedia.MOST_LOCKED));
        hold(strays, StrayMedia.MOST_LOCKED + 1, 100);
        assertEquals(1, first(strays, StrayMedia.MOST_LOCKED));
    }

    @Test
    void largeDatagramsAreBoundedInBytes() {
        StrayMedia strays = StrayMedia.ofLocked(allocator);
        int fits = (int) (StrayMedia.MOST_BYTES / 65_000);
        hold(strays, fits, 65_000);
        assertEquals(0, first(strays, fits));
        hold(strays, fits + 1, 65_000);
        assertEquals(1, first(strays, fits));
        hold(strays, fits, 65_000);
        strays.clear();
    }
}
