package io.framecast.protocol.media;

import io.framecast.protocol.crypto.FragmentOpener;
import io.framecast.protocol.time.Serial;
import io.framecast.protocol.wire.MediaHeader;
import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts one track's frames together again: fragments in any order go in, whole frames come out in decode order, each at most once.
 * Owned by the receiver of the track's stream.
 *
 * <p>A frame that is missing or incomplete holds back those behind it until its display deadline, and beyond that for as long as it
 * can still be repaired and they are of no use without it ({@link Patience} says how long); then it is broken. Those that it held
 * back come out whole and in order, if late. A frame that cannot be decoded without a broken one (its gop distance reaches over it)
 * is skipped without waiting, up to the next key frame. A frame that is known to be discardable breaks alone; of one that is missing
 * altogether nothing is known, so what could refer to it is skipped too.
 *
 * <p>Bounds: {@value #WINDOW} frames from the next one to deliver; {@code maxFrameBytes} for a frame and twice that for all; what the
 * stream's tracks share of {@link FrameMemory}.
 * Nothing is remembered of a datagram that does not authenticate, and a frame's memory grows with what has arrived, not with what
 * its header promises. Beyond a bound the oldest incomplete frame is given up.
 *
 * <p>A consumer of frames must not call back into the assembler.
 */
public final class FrameAssembler {

    /** Frames that are collected at once; a frame further ahead makes those in front broken. */
    public static final int WINDOW = FrameWindow.FRAMES;

    private static final long NONE = Long.MIN_VALUE;

    private final int track;
    private final int fragmentBytes;
    private final Patience patience;
    private final int maxFrameBytes;
    private final FrameMemory memory;
    private final BlockPool pool;
    private final byte[] scratch;
    private final FrameWindow window;
    private final References references;
    private final GoneFrames gone = new GoneFrames();

    private long blockedSince;
    private long blockedFrame = NONE;
    /** Whether any frame was in time since the track started (again): before that it catches up, and nothing counts as late. */
    private boolean caughtUp;

    private boolean awaitedKnown;
    private int awaited;

    private long frames;
    private long framesBroken;
    private long framesLeftOut;
    private long framesSkipped;
    private long framesLate;
    private long bytes;
    private long duplicates;
    private long stale;
    private long notAuthentic;
    private long rejected;

    /**
     * @param firstFrame u32; nothing before it is awaited, and what needs anything before it is skipped
     * @param fragmentBytes UDP payload of the stream's full fragments
     * @param transit what tells deadlines; shared by the tracks of a stream, and told of this one's arrivals here
     * @param memory shared with the stream's other tracks
     */
    public FrameAssembler(
            int track, int firstFrame, int fragmentBytes, Transit transit, int maxFrameBytes, FrameMemory memory) {
        this(track, firstFrame, fragmentBytes, Patience.byDeadline(transit), maxFrameBytes, memory);
    }

    /** {@code maxWaitNanos}: how long a complete frame may wait for those in front of it, for a track whose frames are not played. */
    public FrameAssembler(
            int track, int firstFrame, int fragmentBytes, long maxWaitNanos, int maxFrameBytes, FrameMemory memory) {
        this(track, firstFrame, fragmentBytes, Patience.fixed(maxWaitNanos), maxFrameBytes, memory);
    }

    private FrameAssembler(
            int track, int firstFrame, int fragmentBytes, Patience patience, int maxFrameBytes, FrameMemory memory) {
        int payloadBytes = fragmentBytes - MediaHeader.BYTES;
        if (payloadBytes <= MediaHeader.TAG_BYTES) {
            throw new IllegalArgumentException("fragments of " + fragmentBytes + " bytes");
        }
        this.track = track;
        this.fragmentBytes = fragmentBytes;
        this.patience = patience;
        this.maxFrameBytes = maxFrameBytes;
        this.memory = memory;
        this.pool = new BlockPool(payloadBytes);
        this.scratch = new byte[payloadBytes];
        this.window = new FrameWindow(Integer.toUnsignedLong(firstFrame), pool, memory);
        this.references = new References(window.next());
    }

    /**
     * A DATA datagram of this track that {@link MediaHeader#check} let through; {@code length} without trailer. The buffer is
     * borrowed.
     */
    public Opened onFragment(
            ByteBuf datagram, int at, int length, FragmentOpener opener, long nowNanos, Consumer<? super Frame> out) {
        int count = MediaHeader.fragmentCount(datagram, at);
        int index = MediaHeader.fragmentIndex(datagram, at);
        int payload = length - MediaHeader.headerBytes(datagram, at) - opener.tagBytes();
        int fullPayload = fragmentBytes - MediaHeader.headerBytes(datagram, at) - opener.tagBytes();
        if (index >= count
                || payload < 1
                || (index < count - 1 ? payload != fullPayload : payload > fullPayload)
                || (count - 1L) * fullPayload + 1 > maxFrameBytes) {
            rejected++;
            return Opened.REJECTED;
        }
        long number = Serial.extend(window.next(), MediaHeader.frame(datagram, at));
        PartialFrame frame = window.find(number);
        if (frame != null) {
            if (!frame.matches(datagram, at)) {
                rejected++;
                return Opened.REJECTED;
            }
            if (frame.has(index)) {
                duplicates++;
                return Opened.DUPLICATE;
            }
            byte[] block = frame.block(index);
            if (block != null) {
                if (opener.open(datagram, at, length, block, frame.blockOffset(index)) != payload) {
                    notAuthentic++;
                    return Opened.NOT_AUTHENTIC;
                }
                arrived(frame, index, payload, nowNanos, out);
                return Opened.ACCEPTED;
            }
        }
        // Until it has proved to be authentic it leaves no trace.
        if (opener.open(datagram, at, length, scratch, 0) != payload) {
            notAuthentic++;
            return Opened.NOT_AUTHENTIC;
        }
        if (number < window.next()) {
            stale++;
            return Opened.STALE;
        }
        if (frame == null) {
            reach(number, nowNanos, out);
            frame = new PartialFrame(pool, number, datagram, at, fragmentBytes, opener, nowNanos);
            window.add(frame);
            patience.onFrame(frame, nowNanos);
        }
        if (!makeRoom(number, nowNanos, out)) {
            stale++;
            drain(nowNanos, out);
            return Opened.STALE;
        }
        byte[] block = window.commitBlock(frame, index);
        System.arraycopy(scratch, 0, block, frame.blockOffset(index), payload);
        arrived(frame, index, payload, nowNanos, out);
        return Opened.ACCEPTED;
    }

    /**
     * The sender says that these sequences will not come.
     *
     * @param leftOut it left them out on purpose, and so sends nothing that needs them
     */
    public void onGone(int fromSequence, int count, boolean leftOut, long nowNanos, Consumer<? super Frame> out) {
        gone.add(fromSequence, count, leftOut);
        drain(nowNanos, out);
    }

    /** The track goes on (again) at {@code firstFrame}: what comes before is skipped, and what needs anything before it. */
    public void onStart(int firstFrame, long nowNanos, Consumer<? super Frame> out) {
        long first = Serial.extend(window.next(), firstFrame);
        while (window.next() < Math.min(first, window.end())) {
            framesSkipped++;
            pass();
        }
        if (first > window.next()) {
            framesSkipped += first - window.next();
            jumpTo(first);
        }
        references.onBroken(first - 1);
        caughtUp = false;
        drain(nowNanos, out);
    }

    /** Nobody asks any more for what is not here of the sequences before {@code sequence}. */
    public void onAwaited(int sequence) {
        awaitedKnown = true;
        awaited = sequence;
    }

    public void onTimeout(long nowNanos, Consumer<? super Frame> out) {
        while (deadlineNanos() != Long.MAX_VALUE && deadlineNanos() - nowNanos <= 0) {
            giveUp(true);
            drain(nowNanos, out);
        }
    }

    /** When the frame in front is given up; {@link Long#MAX_VALUE}: it holds nothing back. */
    public long deadlineNanos() {
        if (window.complete() == 0) {
            return Long.MAX_VALUE;
        }
        PartialFrame front = window.find(window.next());
        boolean superseded = window.completeKeys() > 0 || (awaitedKnown && gone.passed(front, window.first(), awaited));
        return patience.endNanos(window.next(), front, window.first(), blockedSince, superseded);
    }

    /** Gives up whatever holds whole frames back: nothing more will come. */
    public void flush(long nowNanos, Consumer<? super Frame> out) {
        while (window.complete() > 0) {
            giveUp(true);
            drain(nowNanos, out);
        }
    }

    /** How long a frame may still be of use when its deadline is over. */
    public long lateNanos() {
        return patience.lateNanos();
    }

    /** From one frame to the next on average; 0 unknown. */
    public long intervalNanos() {
        return patience.intervalNanos();
    }

    /** The frame with this number as far as it is here; null where nothing of it is, or nothing is awaited. */
    @Nullable
    PartialFrame held(long number) {
        return window.find(number);
    }

    /** The number of the next frame to deliver. */
    public long nextFrame() {
        return window.next();
    }

    /** Whether nothing will be delivered before a key frame (or a frame that needs only what is there) comes. */
    public boolean waitsForKeyFrame() {
        return references.waitForKey();
    }

    /** Memory held for frames not delivered yet. */
    public long heldBytes() {
        return window.heldBytes();
    }

    /** Delivered. */
    public long frames() {
        return frames;
    }

    /** Given up because something of them is missing. */
    public long framesBroken() {
        return framesBroken;
    }

    /** Given up because the sender left them out on purpose. */
    public long framesLeftOut() {
        return framesLeftOut;
    }

    /** Left out because they need a broken one, or because the track was started again behind them. */
    public long framesSkipped() {
        return framesSkipped;
    }

    /** Delivered when their display deadline was over, the catching up after a start not counted. */
    public long framesLate() {
        return framesLate;
    }

    /** Payload of the frames delivered. */
    public long bytes() {
        return bytes;
    }

    public long duplicates() {
        return duplicates;
    }

    public long stale() {
        return stale;
    }

    public long notAuthentic() {
        return notAuthentic;
    }

    public long rejected() {
        return rejected;
    }

    private void arrived(PartialFrame frame, int index, int payload, long nowNanos, Consumer<? super Frame> out) {
        window.arrived(frame, index, payload, nowNanos);
        drain(nowNanos, out);
    }

    /** Gives up in front until {@code number} is inside the window. */
    private void reach(long number, long nowNanos, Consumer<? super Frame> out) {
        while (!window.reaches(number)) {
            if (window.isEmpty()) {
                long first = number - WINDOW + 1;
                framesBroken += first - window.next();
                jumpTo(first);
                references.onBroken(first - 1);
            } else {
                giveUp(true);
                deliverReady(nowNanos, out);
            }
        }
    }

    /** Gives up in front until one more block fits, in front of {@code number} first; false when that took the frame itself. */
    private boolean makeRoom(long number, long nowNanos, Consumer<? super Frame> out) {
        while ((window.heldBytes() + pool.blockBytes() > 2L * maxFrameBytes || !memory.fits(pool.blockBytes()))
                && window.next() <= number) {
            giveUp(true);
            deliverReady(nowNanos, out);
        }
        return window.next() <= number;
    }

    private void drain(long nowNanos, Consumer<? super Frame> out) {
        deliverReady(nowNanos, out);
        if (window.complete() == 0) {
            blockedFrame = NONE;
        } else if (blockedFrame != window.next()) {
            blockedFrame = window.next();
            blockedSince = window.heldSince(nowNanos);
        }
    }

    /** Delivers and skips for as long as the fate of the next frame is certain. */
    private void deliverReady(long nowNanos, Consumer<? super Frame> out) {
        while (!window.isEmpty()) {
            PartialFrame frame = window.find(window.next());
            if (frame == null ? references.doomMissingBefore(window.first()) : references.doom(frame)) {
                framesSkipped++;
                pass();
                continue;
            }
            Frame whole = frame == null ? null : frame.whole(track);
            if (frame == null || whole == null) {
                int range = gone.blocking(frame, window.first());
                if (range == GoneFrames.NO_RANGE) {
                    return;
                }
                giveUp(!gone.leftOut(range));
                continue;
            }
            pass();
            if (frame.key) {
                references.onKey();
            }
            frames++;
            if (!caughtUp) {
                caughtUp = patience.isInTime(frame, nowNanos);
            } else if (patience.isLate(frame, nowNanos)) {
                framesLate++;
            }
            bytes += whole.payload().length;
            out.accept(whole);
        }
    }

    /** The next frame will not be delivered. */
    private void giveUp(boolean needed) {
        PartialFrame frame = window.find(window.next());
        framesBroken += needed ? 1 : 0;
        framesLeftOut += needed ? 0 : 1;
        if (needed && (frame == null || !frame.discardable)) {
            references.onBroken(window.next());
        }
        if (frame == null) {
            gone.onAdvanceMissing(window.first());
            window.advance();
        } else {
            pass();
        }
    }

    private void pass() {
        gone.onAdvance(window.advance());
    }

    private void jumpTo(long number) {
        window.jumpTo(number);
        gone.onJump();
    }
}
