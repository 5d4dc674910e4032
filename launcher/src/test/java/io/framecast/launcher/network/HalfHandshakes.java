package io.framecast.launcher.network;

import io.framecast.protocol.crypto.NoiseInitiator;
import io.framecast.protocol.wire.ControlPacket.ListStreams;
import io.framecast.protocol.wire.Handshake.HelloBody;
import io.framecast.protocol.wire.Handshake.Retry;
import io.framecast.protocol.wire.HandshakeBodyCodec;
import io.framecast.protocol.wire.HandshakeCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Handshakes of real addresses that have a live cookie, and whose second HELLO is ready, but never sent as it is. */
final class HalfHandshakes {

    private static final int MANY = 16;
    private static final int FIRST_PORT = 40_000;

    private final long ownAddress;
    private final List<byte[]> randoms = new ArrayList<>();
    private final AtomicReferenceArray<byte[]> seconds = new AtomicReferenceArray<>(MANY);
    private final Random random;

    /** {@code ownAddress}: where the answers are heard. */
    HalfHandshakes(int ownAddress, Random random) {
        this.ownAddress = Integer.toUnsignedLong(ownAddress) << 16;
        this.random = random;
        for (int i = 0; i < MANY; i++) {
            byte[] bytes = new byte[HandshakeCodec.RANDOM_BYTES];
            random.nextBytes(bytes);
            randoms.add(bytes);
        }
    }

    /** First HELLOs, for fresh cookies. */
    void begin(Spoofer spoofer, Ledger ledger) {
        for (int i = 0; i < MANY; i++) {
            ByteBuf hello = Unpooled.buffer();
            HandshakeCodec.encodeHello(hello, List.of(1), randoms.get(i), new byte[0], 0);
            ledger.in(ownAddress | (FIRST_PORT + i), hello.readableBytes());
            spoofer.send((int) (ownAddress >>> 16), FIRST_PORT + i, ByteBufUtil.getBytes(hello));
        }
        spoofer.flush();
    }

    /** A reply to one of them, maybe. */
    void onReply(long to, ByteBuffer payload) {
        int i = (int) (to & 0xFFFF) - FIRST_PORT;
        if (i < 0 || i >= MANY || !(HandshakeCodec.decode(Unpooled.wrappedBuffer(payload)) instanceof Retry retry)) {
            return;
        }
        byte[] body = HandshakeBodyCodec.encode(new HelloBody(new byte[0], "", 0, new ListStreams(1, "", "")));
        ByteBuf hello = Unpooled.buffer();
        HandshakeCodec.encodeHello(
                hello, List.of(1), randoms.get(i), retry.cookie(), HandshakeCodec.NOISE_BYTES + body.length);
        byte[] ephemeral = new byte[32];
        new Random(i).nextBytes(ephemeral);
        NoiseInitiator noise = new NoiseInitiator(ByteBufUtil.getBytes(hello), retry.staticKey(), ephemeral);
        hello.writeBytes(noise.writeMessage(body));
        seconds.set(i, ByteBufUtil.getBytes(hello));
    }

    boolean ready() {
        return seconds.get(MANY - 1) != null;
    }

    /** A second HELLO whose cookie is live. */
    Attacker.Heard one() {
        int i = random.nextInt(MANY);
        byte[] second = seconds.get(i);
        return second == null ? one() : new Attacker.Heard(ownAddress | (FIRST_PORT + i), second);
    }
}
