package io.framecast.protocol.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Media that cannot be opened yet: of aliases that are not known, because it overtook its SUBSCRIBE_OK or NOTICE, or of a stream whose key
 * is being made. Bounded in number and time; what is lost here is asked for like any other loss. Owned by the session.
 */
final class StrayMedia {

    static final int MOST = 256;
    private static final long HOLD_NANOS = 500_000_000L;

    /** Making a key takes a third of a second, on a slow machine some seconds: that much of a stream of some 10 Mbit a second. */
    private static final int MOST_LOCKED = 4096;

    private static final long HOLD_LOCKED_NANOS = 5_000_000_000L;

    private final ByteBufAllocator allocator;
    private final int most;
    private final long holdNanos;
    private final ArrayDeque<Stray> strays = new ArrayDeque<>();

    private record Stray(long alias, ByteBuf datagram, long heldNanos) {}

    private StrayMedia(ByteBufAllocator allocator, int most, long holdNanos) {
        this.allocator = allocator;
        this.most = most;
        this.holdNanos = holdNanos;
    }

    /** {@value #MOST} datagrams, half a second. */
    static StrayMedia ofUnknown(ByteBufAllocator allocator) {
        return new StrayMedia(allocator, MOST, HOLD_NANOS);
    }

    /** {@value #MOST_LOCKED} datagrams, five seconds. */
    static StrayMedia ofLocked(ByteBufAllocator allocator) {
        return new StrayMedia(allocator, MOST_LOCKED, HOLD_LOCKED_NANOS);
    }

    /** Keeps a copy of the borrowed bytes. */
    void hold(long alias, ByteBuf datagram, int at, int length, long nowNanos) {
        if (strays.size() == most) {
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
        return oldest == null ? Deadline.NONE : oldest.heldNanos + holdNanos;
    }

    void clear() {
        strays.forEach(stray -> stray.datagram.release());
        strays.clear();
    }
}
