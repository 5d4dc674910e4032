package io.framecast.broker.scenario;

import io.framecast.protocol.session.ClientAction;
import io.framecast.protocol.session.Publication;
import io.framecast.protocol.session.Publisher;
import io.framecast.protocol.wire.ControlPacket.Metadata;
import io.framecast.protocol.wire.MediaHeader;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Publishes as the stream that damage is expected for: 30 frames a second of 13 packets, every 60th of 130. Each frame says that it can
 * be decoded by itself, so that what a missing frame would take along does not hide what became of the others. Contents follow from the
 * number, so that nothing has to be remembered of frames that are gone.
 */
final class Camera extends Client {

    static final String ID = "cam";
    static final int TRACK = 1;
    static final int PACKETS = 13;
    static final int KEY_PACKETS = 130;
    static final int GOP = 60;
    private static final long FRAME_NANOS = 33_333_333L;
    private static final int FRAGMENT_BYTES = 1200;
    private static final int PAYLOAD_BYTES = FRAGMENT_BYTES - MediaHeader.BYTES - MediaHeader.TAG_BYTES;

    private final byte[] small = new byte[PACKETS * PAYLOAD_BYTES];
    private final byte[] large = new byte[KEY_PACKETS * PAYLOAD_BYTES];
    private final boolean logged;
    private @Nullable Publisher publisher;
    private long firstNanos;
    private int frames;
    private long bytes;

    /** {@code logged}: whether what leaves is written into the broadcast's event log. */
    Camera(Broadcast broadcast, InetSocketAddress address, boolean logged) {
        super(broadcast, "camera", address, false, 0, 0);
        this.logged = logged;
        Random random = new Random(broadcast.random.nextLong());
        random.nextBytes(small);
        random.nextBytes(large);
    }

    void start() {
        publisher = session.publish(
                new Publication(
                        ID,
                        new byte[32],
                        new Metadata("Camera", List.of(), "avc1.42c01f", 640, 360, 30_000, 4_000_000),
                        List.of(TRACK),
                        FRAGMENT_BYTES),
                now(),
                this::onAction);
        publisher.onFrame(0, true, false, clock.wallMicros(now()), new byte[] {'{', '}'}, now(), this::onAction);
    }

    /** Frames come from now on, for ever. */
    void roll() {
        firstNanos = now() + FRAME_NANOS;
        broadcast.net.every(FRAME_NANOS, this::picture);
    }

    boolean live() {
        return publisher != null && publisher.live();
    }

    /** How many frames there have been; the number of the next one. */
    int frames() {
        return frames;
    }

    /** Media as the broker got it for the first time, 1200 bytes a packet. */
    long bytes() {
        return bytes;
    }

    long capturedNanos(long frame) {
        return firstNanos + frame * FRAME_NANOS;
    }

    boolean isPayload(long frame, byte[] payload) {
        byte[] expected = template(frame);
        return payload.length == expected.length
                && ByteBuffer.wrap(payload).getLong() == frame
                && Arrays.mismatch(payload, Long.BYTES, payload.length, expected, Long.BYTES, expected.length) < 0;
    }

    private byte[] template(long frame) {
        return frame % GOP == 0 ? large : small;
    }

    private boolean picture() {
        if (publisher == null || publisher.gone()) {
            return false;
        }
        byte[] payload = template(frames).clone();
        ByteBuffer.wrap(payload).putLong(frames);
        long captureMicros = clock.wallMicros(now());
        if (logged) {
            broadcast.log.published(name, TRACK, frames, true, false, captureMicros, payload, now());
        }
        bytes += (long) payload.length / PAYLOAD_BYTES * FRAGMENT_BYTES;
        frames++;
        publisher.onFrame(TRACK, true, false, captureMicros, payload, now(), this::onAction);
        return true;
    }

    @Override
    boolean keeps(ClientAction action) {
        return false;
    }

    @Override
    void on(ClientAction action, long now) {}
}
