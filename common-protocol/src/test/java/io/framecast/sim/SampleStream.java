package io.framecast.sim;

import io.framecast.protocol.crypto.MediaOpener;
import io.framecast.protocol.crypto.MediaSealer;
import io.framecast.protocol.media.PacketizedFrame;
import io.framecast.protocol.media.Packetizer;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Frames of random bytes from a seed, packetized and sealed; remembers what each one was. */
public final class SampleStream {

    private static final long ALIAS = 7;
    /** Without the leak detector, which takes a stack trace at each access: large frames would take minutes. */
    public static final ByteBufAllocator UNTRACKED = new UnpooledByteBufAllocator(true, true);

    private final Random random;
    private final byte[] baseKey = new byte[32];
    private final Packetizer packetizer;
    private final Map<Integer, byte[]> payloads = new HashMap<>();

    public SampleStream(long seed, int track, int fragmentBytes, int firstSequence, int firstFrame) {
        random = new Random(seed);
        random.nextBytes(baseKey);
        packetizer =
                new Packetizer(track, fragmentBytes, firstSequence, firstFrame, new MediaSealer(baseKey), UNTRACKED);
    }

    /** The next frame, of {@code bytes} random bytes, in epoch 0; the caller releases it. */
    public PacketizedFrame next(boolean key, boolean discardable, int bytes) {
        return next(key, discardable, bytes, 0);
    }

    public PacketizedFrame next(boolean key, boolean discardable, int bytes, long epoch) {
        byte[] payload = new byte[bytes];
        random.nextBytes(payload);
        int number = packetizer.nextFrame();
        payloads.put(number, payload);
        return packetizer.packetize(
                ALIAS, epoch, key, discardable, 1_000_000L + Integer.toUnsignedLong(number) * 33_333, payload);
    }

    /** The frame's datagrams without trailers; the frame is released. */
    public static List<byte[]> datagrams(PacketizedFrame frame) {
        List<byte[]> datagrams = new ArrayList<>();
        for (int i = 0; i < frame.count(); i++) {
            datagrams.add(ByteBufUtil.getBytes(frame.memory(), frame.offset(i), frame.bytes(i)));
        }
        frame.release();
        return datagrams;
    }

    public byte[] payload(long number) {
        byte[] payload = payloads.get((int) number);
        if (payload == null) {
            throw new IllegalArgumentException("frame " + number + " was not made here");
        }
        return payload;
    }

    public MediaOpener opener() {
        return new MediaOpener(baseKey, 0);
    }

    public Packetizer packetizer() {
        return packetizer;
    }
}
