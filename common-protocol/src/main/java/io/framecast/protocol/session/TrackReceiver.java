package io.framecast.protocol.session;

import io.framecast.protocol.crypto.FragmentOpener;
import io.framecast.protocol.media.FrameAssembler;
import io.framecast.protocol.media.FrameMemory;
import io.framecast.protocol.media.FrameRecovery;
import io.framecast.protocol.media.Transit;
import io.framecast.protocol.wire.ControlPacket.KeyRequest;
import java.util.function.Consumer;

/** One track of a received stream, and when to ask for a key frame of it. Owned by its {@link LiveStream}. */
final class TrackReceiver {

    static final int MOST_FRAME_BYTES = 16 << 20;
    private static final long CATALOG_WAIT_NANOS = 2_000_000_000L;
    private static final long KEY_REQUEST_NANOS = 1_000_000_000L;

    private static final long ROUNDS_NANOS = 60_000_000L;
    private static final long LONGEST_ROUNDS_NANOS = 1_000_000_000L;

    private final int track;
    private final FrameAssembler assembler;
    private final FrameRecovery recovery;
    private long brokenSeen;
    private boolean keyNeeded;
    private boolean keyAsked;
    private long askedNanos;

    /** The catalog is not played: its frames have no deadline. */
    TrackReceiver(
            int track, int firstFrame, int fragmentBytes, Transit transit, FrameMemory memory, FragmentOpener opener) {
        this.track = track;
        assembler = track == 0
                ? new FrameAssembler(track, firstFrame, fragmentBytes, CATALOG_WAIT_NANOS, MOST_FRAME_BYTES, memory)
                : new FrameAssembler(track, firstFrame, fragmentBytes, transit, MOST_FRAME_BYTES, memory);
        recovery = new FrameRecovery(assembler, fragmentBytes, opener);
    }

    int track() {
        return track;
    }

    FrameAssembler assembler() {
        return assembler;
    }

    FrameRecovery recovery() {
        return recovery;
    }

    /**
     * How long a missing datagram is asked for: while its frame can be in time, and while later frames of the track wait for it; a
     * round trip or two whatever the budget says.
     */
    long repairNanos(long budgetNanos, long roundTripNanos) {
        if (track == 0) {
            return CATALOG_WAIT_NANOS;
        }
        long rounds = Math.min(LONGEST_ROUNDS_NANOS, 2 * roundTripNanos + ROUNDS_NANOS);
        return Math.max(Math.max(budgetNanos, rounds), assembler.lateNanos());
    }

    /** How long a datagram that comes out of order is waited for: half a frame interval or a quarter of the budget, whichever is more. */
    long mostReorderNanos(long budgetNanos) {
        return track == 0 ? CATALOG_WAIT_NANOS / 4 : Math.max(assembler.intervalNanos() / 2, budgetNanos / 4);
    }

    /** Once a frame was given up, for all that repair could do, and as long as nothing is decodable: at most once a second. */
    void askForKeyFrame(long alias, Exchange exchange, long nowNanos, Consumer<? super ClientAction> out) {
        if (assembler.framesBroken() != brokenSeen) {
            brokenSeen = assembler.framesBroken();
            keyNeeded = true;
        }
        keyNeeded &= assembler.waitsForKeyFrame();
        if (keyNeeded && track > 0 && (!keyAsked || nowNanos - askedNanos >= KEY_REQUEST_NANOS)) {
            keyAsked = true;
            askedNanos = nowNanos;
            exchange.send(new KeyRequest(alias, track), out);
        }
    }
}
