package io.framecast.protocol.session;

import io.framecast.protocol.media.FrameAssembler;
import io.framecast.protocol.wire.ControlPacket.KeyRequest;
import java.util.function.Consumer;

/** One track of a received stream, and when to ask for a key frame of it. Owned by its {@link LiveStream}. */
final class TrackReceiver {

    private static final int MOST_FRAME_BYTES = 16 << 20;
    private static final long KEY_REQUEST_NANOS = 1_000_000_000L;

    private final int track;
    private final FrameAssembler assembler;
    private long brokenSeen;
    private boolean keyNeeded;
    private boolean keyAsked;
    private long askedNanos;

    TrackReceiver(int track, int firstFrame, int fragmentBytes, long maxWaitNanos) {
        this.track = track;
        assembler = new FrameAssembler(track, firstFrame, fragmentBytes, maxWaitNanos, MOST_FRAME_BYTES);
    }

    int track() {
        return track;
    }

    FrameAssembler assembler() {
        return assembler;
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
