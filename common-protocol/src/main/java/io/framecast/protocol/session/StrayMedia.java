package io.framecast.protocol.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Media of aliases that are not known yet: what overtook its SUBSCRIBE_OK or NOTICE. Bounded to {@value #MOST} datagrams and half a
 * second; what is lost here is asked for like any other loss. Owned by the session.
 */
final class StrayMedia {

    static final int MOST = 256;
    static final long HOLD_NANOS = 500_000_000L;

    private final ByteBufAllocator allocator;
    private final ArrayDeque<Stray> strays = new ArrayDeque<>();

    private record Stray(long alias, ByteBuf datagram, long heldNanos) {}

    StrayMedia(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /** Keeps a copy of the borrowed bytes. */
    void hold(long alias, ByteBuf datagram, int at, int length, long nowNanos) {
        if (strays.size() == MOST) {
            strays.removeFirst().datagram.release();
        }
        ByteBuf copy = allocator.heapBuffer(length).writeBytes(datagram, at, length);
        strays.addLast(new Stray(alias, copy, nowNanos));
    }

    /** What was held for {@code alias}, in order of arrival; the caller releases it. */
    List<ByteBuf> take(long alias) {
        List<ByteBuf> taken = new ArrayList<>();
        for (Iterator<Stray> all = strays.iterator(); all.hasNext(); ) {
            Stray stray = all.next();
            if (stray.alias == alias) {
                all.remove();
                taken.add(stray.datagram);
            }
        }
        return taken;
    }

    void onTimeout(long nowNanos) {
        while (Deadline.due(deadlineNanos(), nowNanos)) {
            strays.removeFirst().datagram.release();
        }
    }

    long deadlineNanos() {
        Stray oldest = strays.peekFirst();
        return oldest == null ? Deadline.NONE : oldest.heldNanos + HOLD_NANOS;
    }

    void clear() {
        strays.forEach(stray -> stray.datagram.release());
        strays.clear();
    }
}
