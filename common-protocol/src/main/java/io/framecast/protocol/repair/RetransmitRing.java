package io.framecast.protocol.repair;

import io.framecast.protocol.fec.RepairEncoder;
import io.framecast.protocol.fec.SealedFrame;
import io.framecast.protocol.media.PacketizedFrame;
import io.framecast.protocol.time.Serial;
import io.framecast.protocol.wire.MediaHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The newest frames of one lane as sealed datagrams: what fan-out, joins and repairs are sent from. Owned by the stream at the
 * broker, by the publication at a publisher.
 *
 * <p>The first datagram of a frame reserves the place of all of them, back to back, so that neighbours go out in one call and late
 * ones fill their slot. A frame's memory is reference-counted: a write that is under way keeps it alive after the ring let go of it.
 * Written once, a datagram never changes.
 *
 * <p>Lookups are a binary search over frames and allocate nothing. Beyond {@code maxBytes} the oldest whole frames go; the newest
 * key frame stays as long as it fits beside the newest frame, because a viewer who joins needs it.
 */
public final class RetransmitRing {

    /** Frames further apart than this cannot be in one ring: serial numbers must stay comparable. */
    private static final int REACH = 1 << 30;

    private final ByteBufAllocator allocator;
    private final int fragmentBytes;
    private final long maxBytes;
    private final int maxFrameBytes;
    private final LongPredicate room;
    private final RingFrames frames = new RingFrames();
    private final Slot putSlot = new Slot();
    private final Slot findSlot = new Slot();
    private final Slot runSlot = new Slot();

    private @Nullable RepairEncoder encoder;
    private @Nullable RingFrame newestKey;
    private long bytes;
    private boolean evictedAny;
    private int evictedEnd;
    private int newestSequence;
    private long duplicates;
    private long refused;

    /**
     * @param fragmentBytes UDP payload of a full fragment
     * @param maxBytes of all frames together, their bookkeeping included
     * @param maxFrameBytes of one frame's datagrams
     */
    public RetransmitRing(ByteBufAllocator allocator, int fragmentBytes, long maxBytes, int maxFrameBytes) {
        this(allocator, fragmentBytes, maxBytes, maxFrameBytes, _ -> true);
    }

    /**
     * @param room whether the owner of several rings has so many bytes left for one more frame, asked before they are reserved; it may
     *     evict from any of its rings, this one included
     */
    public RetransmitRing(
            ByteBufAllocator allocator, int fragmentBytes, long maxBytes, int maxFrameBytes, LongPredicate room) {
        this.room = room;
        this.allocator = allocator;
        this.fragmentBytes = fragmentBytes;
        this.maxBytes = maxBytes;
        this.maxFrameBytes = maxFrameBytes;
    }

    /**
     * Copies a DATA datagram, which {@link MediaHeader#check} let through, to its place.
     *
     * @param length without trailer
     * @return where it lies now, until the next call; null for a duplicate, for one that is older than what was evicted, contradicts
     *     its frame or its neighbours, or is over a limit
     */
    public @Nullable Slot put(ByteBuf datagram, int at, int length) {
        int index = MediaHeader.fragmentIndex(datagram, at);
        int count = MediaHeader.fragmentCount(datagram, at);
        int sequence = MediaHeader.sequence(datagram, at);
        if (MediaHeader.type(datagram, at) != MediaHeader.TYPE_DATA
                || index >= count
                || (index < count - 1 ? length != fragmentBytes : length > fragmentBytes)) {
            refused++;
            return null;
        }
        RingFrame frame = frames.holding(sequence);
        if (frame == null) {
            frame = reserve(datagram, at, length);
            if (frame == null) {
                refused++;
                return null;
            }
        } else if (!frame.matches(datagram, at)) {
            refused++;
            return null;
        } else if (frame.has(index)) {
            duplicates++;
            return null;
        }
        frame.fill(index, datagram, at, length);
        if (Serial.compare(sequence, newestSequence) > 0) {
            newestSequence = sequence;
        }
        return putSlot.set(frame, index, 1);
    }

    /**
     * Keeps a whole frame without copying it, by a reference of its own. Its stride leaves room for trailers, so what this ring hands
     * out is repaired by {@link Slot#signedCopy}, never sent as it lies.
     *
     * @return false if it is over a limit or not newer than what is here
     */
    public boolean adopt(PacketizedFrame frame) {
        int size = frames.size();
        if (size > 0) {
            RingFrame newest = frames.get(size - 1);
            if (Serial.compare(frame.firstSequence(), newest.endSequence()) < 0
                    || Serial.compare(frame.number(), newest.number()) <= 0) {
                return false;
            }
        }
        if (!makeRoom(frame.memory().capacity() + (long) RingFrame.OBJECT_BYTES, frame.firstSequence(), frame.key())) {
            return false;
        }
        insert(new RingFrame(frame));
        newestSequence = frame.firstSequence() + frame.count() - 1;
        return true;
    }

    /**
     * Makes REPAIR for a complete frame of this ring, until there are {@code datagrams} of them; what was made for it before is used
     * again. They count towards the bound: the oldest frames go for them, but for the newest key frame.
     *
     * @return all that there are, to be used before the next call of any method; null: none, since there is no room or the frame has
     *     too many fragments
     */
    public @Nullable RepairSymbols protect(RingFrame frame, int datagrams) {
        SealedFrame sealed = frame.sealed();
        RepairSymbols symbols = frame.repairs();
        int made = symbols == null ? 0 : symbols.datagrams();
        int more = Math.min(datagrams, sealed.mostRepairs()) - made;
        if (more <= 0 || !frame.isComplete()) {
            return symbols;
        }
        long cost = (long) more * sealed.repairBytes() + RepairSymbols.OBJECT_BYTES;
        if (!makeRoomBeside(frame, cost)) {
            return symbols;
        }
        if (encoder == null) {
            encoder = new RepairEncoder();
        }
        if (symbols == null) {
            symbols = new RepairSymbols(sealed.repairBytes());
            frame.repairs(symbols);
        }
        symbols.add(encoder.encode(allocator, sealed, made, more, 0), more);
        bytes += cost;
        return symbols;
    }

    private boolean makeRoomBeside(RingFrame frame, long cost) {
        int position = 0;
        while (bytes + cost > maxBytes && position < frames.size()) {
            RingFrame oldest = frames.get(position);
            if (oldest == frame || oldest == newestKey) {
                position++;
            } else {
                evict(position);
            }
        }
        return bytes + cost <= maxBytes;
    }

    /** The datagram with this sequence, until the next call; null where it is not here. */
    public @Nullable Slot find(int sequence) {
        RingFrame frame = frames.holding(sequence);
        if (frame == null) {
            return null;
        }
        int index = Serial.distance(frame.firstSequence(), sequence);
        return frame.has(index) ? findSlot.set(frame, index, 1) : null;
    }

    /**
     * The first run of neighbouring datagrams at or after {@code fromSequence}, at most {@code maxDatagrams} long and within one
     * frame, until the next call; null where there is none. A cursor goes on at the run's first sequence plus its count.
     */
    public @Nullable Slot run(int fromSequence, int maxDatagrams) {
        int position = Math.max(0, frames.startingUpTo(fromSequence) - 1);
        for (; position < frames.size(); position++) {
            RingFrame frame = frames.get(position);
            int into = Math.max(0, Serial.distance(frame.firstSequence(), fromSequence));
            int index = into < frame.count() ? frame.nextPresent(into) : -1;
            if (index >= 0) {
                return runSlot.set(frame, index, frame.runFrom(index, maxDatagrams));
            }
        }
        return null;
    }

    /** Whether a frame that held this sequence, or one behind it, was let go of, and nothing that holds it is here. */
    public boolean evicted(int sequence) {
        return evictedAny && Serial.compare(sequence, evictedEnd) < 0 && frames.holding(sequence) == null;
    }

    /** By its u32 number. */
    public @Nullable RingFrame frame(int number) {
        return frames.numbered(number);
    }

    /** The newest key frame of which anything is here; it may still be arriving. */
    public @Nullable RingFrame newestKeyFrame() {
        return newestKey;
    }

    public @Nullable RingFrame oldest() {
        return frames.size() == 0 ? null : frames.get(0);
    }

    public @Nullable RingFrame newest() {
        return frames.size() == 0 ? null : frames.get(frames.size() - 1);
    }

    /** The highest sequence that ever came in; meaningful once {@link #isEmpty} was false. */
    public int newestSequence() {
        return newestSequence;
    }

    public boolean isEmpty() {
        return frames.size() == 0;
    }

    public int frames() {
        return frames.size();
    }

    /** Memory reserved, bookkeeping included. */
    public long bytes() {
        return bytes;
    }

    public long duplicates() {
        return duplicates;
    }

    /** Datagrams that were too old, contradictory or over a limit. */
    public long refused() {
        return refused;
    }

    /**
     * Lets go of the oldest frame, if there is one, but of the newest key frame last: for an owner that keeps less than the bound
     * allows.
     */
    public void evictOldest() {
        if (frames.size() > 0) {
            evict(frames.size() > 1 && frames.get(0) == newestKey ? 1 : 0);
        }
    }

    /** Lets go of everything. The ring is empty then, and may be used again. */
    public void clear() {
        while (frames.size() > 0) {
            evict(0);
        }
    }

    private @Nullable RingFrame reserve(ByteBuf datagram, int at, int length) {
        int count = MediaHeader.fragmentCount(datagram, at);
        int first = MediaHeader.sequence(datagram, at) - MediaHeader.fragmentIndex(datagram, at);
        long reserved = count == 1 ? length : (long) count * fragmentBytes;
        long cost = reserved + RingFrame.OBJECT_BYTES;
        if (reserved > maxFrameBytes
                || tooOld(first)
                || !fitsBetweenNeighbours(first, count, MediaHeader.frame(datagram, at))
                || !makeRoom(cost, first, MediaHeader.key(datagram, at))
                || !room.test(cost)
                || tooOld(first)) {
            return null;
        }
        RingFrame frame = new RingFrame(allocator, fragmentBytes, datagram, at, length);
        insert(frame);
        return frame;
    }

    private boolean tooOld(int first) {
        return evictedAny && Serial.compare(first, evictedEnd) < 0;
    }

    private void insert(RingFrame frame) {
        if (frames.size() == 0) {
            newestSequence = frame.firstSequence();
        }
        frames.insert(frames.startingUpTo(frame.firstSequence()), frame);
        bytes += frame.costBytes();
        if (frame.key()
                && (newestKey == null || Serial.compare(frame.firstSequence(), newestKey.firstSequence()) > 0)) {
            newestKey = frame;
        }
    }

    private boolean fitsBetweenNeighbours(int first, int count, int number) {
        int position = frames.startingUpTo(first);
        if (position > 0) {
            RingFrame before = frames.get(position - 1);
            if (Serial.compare(first, before.endSequence()) < 0 || Serial.compare(number, before.number()) <= 0) {
                return false;
            }
        }
        if (position < frames.size()) {
            RingFrame after = frames.get(position);
            if (Serial.compare(first + count, after.firstSequence()) > 0
                    || Serial.compare(number, after.number()) >= 0) {
                return false;
            }
        }
        int size = frames.size();
        return size == 0 || Math.abs((long) Serial.distance(frames.get(size - 1).firstSequence(), first)) < REACH;
    }

    /** Evicts for a frame of this cost that starts at {@code first}; false if it is the one that would have to go. */
    private boolean makeRoom(long cost, int first, boolean key) {
        if (cost > maxBytes) {
            return false;
        }
        boolean oldestOfAll =
                frames.size() > 0 && Serial.compare(first, frames.get(0).firstSequence()) < 0;
        if (oldestOfAll && bytes + cost > maxBytes) {
            return false;
        }
        while (frames.size() > 0
                && (bytes + cost > maxBytes || Serial.distance(frames.get(0).firstSequence(), first) >= REACH)) {
            boolean keepsKey = !key && frames.get(0) == newestKey && frames.size() > 1 && bytes + cost > maxBytes;
            evict(keepsKey ? 1 : 0);
        }
        return true;
    }

    private void evict(int position) {
        RingFrame frame = frames.remove(position);
        bytes -= frame.costBytes();
        if (frame == newestKey) {
            newestKey = null;
        }
        if (!evictedAny || Serial.compare(frame.endSequence(), evictedEnd) > 0) {
            evictedAny = true;
            evictedEnd = frame.endSequence();
        }
        frame.release();
    }
}
