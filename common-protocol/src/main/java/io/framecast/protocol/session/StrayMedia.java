package io.framecast.protocol.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Media that cannot be opened yet: of aliases that are not known, because it overtook its SUBSCRIBE_OK or NOTICE, or of a stream whose key
 * is being made. Bounded in number, bytes and time; what is lost here is asked for like any other loss. Owned by the session.
 */
final class StrayMedia {

    static final int MOST = 256;
    private static final long HOLD_NANOS = 500_000_000L;

    /** Making a key takes a third of a second, on a slow machine some seconds: that much of a stream of some 10 Mbit a second. */
    static final int MOST_LOCKED = 4096;

    /** Of datagrams as large as a loopback takes them. */
    static final long MOST_BYTES = 16 << 20;

    private static final long HOLD_LOCKED_NANOS = 5_000_000_000L;

    private final ByteBufAllocator allocator;
    private final int most;
    private final long holdNanos;
    private final ArrayDeque<Stray> strays = new ArrayDeque<>();
    private long bytes;

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
        while (!strays.isEmpty() && (strays.size() == most || bytes + length > MOST_BYTES)) {
            removeOldest();
        }
        bytes += length;
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
                bytes -= stray.datagram.readableBytes();
                taken.add(stray.datagram);
            }
        }
        return taken;
    }

    void onTimeout(long nowNanos) {
        while (Deadline.due(deadlineNanos(), nowNanos)) {
            removeOldest();
        }
    }

    private void removeOldest() {
        ByteBuf datagram = strays.removeFirst().datagram;
        bytes -= datagram.readableBytes();
        datagram.release();
    }

    long deadlineNanos() {
        Stray oldest = strays.peekFirst();
        return oldest == null ? Deadline.NONE : oldest.heldNanos + holdNanos;
    }

    void clear() {
        while (!strays.isEmpty()) {
            removeOldest();
        }
    }
}
