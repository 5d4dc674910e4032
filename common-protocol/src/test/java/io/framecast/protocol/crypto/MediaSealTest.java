package io.framecast.protocol.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.framecast.protocol.wire.MediaHeader;
import io.framecast.protocol.wire.Mutation;
import io.framecast.protocol.wire.Samples;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MediaSealTest {

    private static final byte[] BASE_KEY = Samples.counting(0, 32);
    private static final byte[] PAYLOAD = Samples.counting(0x41, 100);

    private final MediaSealer sealer = new MediaSealer(BASE_KEY);
    private final MediaOpener opener = new MediaOpener(BASE_KEY, 0);
    private final byte[] target = new byte[3000];

    @Test
    void whatWasSealedOpens() {
        ByteBuf sealed = sealed(0, 55, PAYLOAD);
        assertEquals(MediaHeader.BYTES + PAYLOAD.length + MediaHeader.TAG_BYTES, sealed.writerIndex());
        assertEquals(PAYLOAD.length, open(sealed));
        assertArrayEquals(PAYLOAD, Arrays.copyOfRange(target, 7, 7 + PAYLOAD.length));
    }

    @Test
    void anEmptyAndALargePayloadOpen() {
        assertEquals(0, open(sealed(0, 55, new byte[0])));
        byte[] jumbo = Samples.counting(1, 60_000);
        ByteBuf sealed = sealed(0, 56, jumbo);
        byte[] room = new byte[60_000];
        assertEquals(60_000, opener.open(sealed, 0, sealed.writerIndex(), room, 0));
        assertArrayEquals(jumbo, room);
    }

    @Test
    void theAliasIsNotSealedSoThatTheBrokerMayAssignIt() {
        ByteBuf sealed = sealed(0, 55, PAYLOAD);
        sealed.setInt(4, 0x7777);
        assertEquals(PAYLOAD.length, open(sealed));
    }

    @Test
    void aChangedByteAnywhereElseDoesNotOpen() {
        ByteBuf sealed = sealed(0, 55, PAYLOAD);
        for (int i = 0; i < sealed.writerIndex(); i++) {
            // 0..1 and the header length are what MediaHeader.check has looked at before.
            if (i != 3 && (i < 4 || i > 7)) {
                sealed.setByte(i, sealed.getByte(i) ^ 4);
                assertEquals(-1, open(sealed), "byte " + i);
                sealed.setByte(i, sealed.getByte(i) ^ 4);
            }
        }
        assertEquals(PAYLOAD.length, open(sealed));
    }

    @Test
    void anotherBaseKeyDoesNotOpen() {
        ByteBuf sealed = sealed(0, 55, PAYLOAD);
        MediaOpener other = new MediaOpener(Samples.counting(1, 32), 0);
        assertEquals(-1, other.open(sealed, 0, sealed.writerIndex(), target, 0));
    }

    @Test
    void aTargetWithoutRoomOpensNothing() {
        ByteBuf sealed = sealed(0, 55, PAYLOAD);
        assertEquals(-1, opener.open(sealed, 0, sealed.writerIndex(), new byte[PAYLOAD.length], 1));
    }

    @Test
    void oneFrameOfOneLaneSealsDifferentlyInTheNextEpochAndLane() {
        ByteBuf first = sealed(0, 55, PAYLOAD);
        ByteBuf nextEpoch = sealed(3, 55, PAYLOAD);
        assertEquals(first.getByte(9), nextEpoch.getByte(9), "the same kk");
        assertNotEquals(first, nextEpoch);
    }

    @Test
    void epochsAreFollowedForwardAndLatePacketsStillOpen() {
        for (int epoch = 0; epoch < 8; epoch++) {
            assertEquals(PAYLOAD.length, open(sealed(epoch, -epoch, PAYLOAD)), "epoch " + epoch);
            assertEquals(epoch, opener.newestEpoch());
            if (epoch > 0) {
                assertEquals(PAYLOAD.length, open(sealed(epoch - 1, 1000 + epoch, PAYLOAD)), "late in " + epoch);
                assertEquals(epoch, opener.newestEpoch());
            }
        }
    }

    @Test
    void anEpochThatWasMissedAltogetherIsFollowedToo() {
        assertEquals(PAYLOAD.length, open(sealed(1, 1, PAYLOAD)));
        assertEquals(PAYLOAD.length, open(sealed(3, 2, PAYLOAD)));
        assertEquals(3, opener.newestEpoch());
    }

    @Test
    void aForgedPhaseMovesNothing() {
        ByteBuf forged = sealed(0, 55, PAYLOAD);
        forged.setByte(9, MediaKeys.keyPhase(1));
        assertEquals(-1, open(forged));
        assertEquals(0, opener.newestEpoch());
        assertEquals(PAYLOAD.length, open(sealed(0, 56, PAYLOAD)));
    }

    @Test
    void epochsBeforeTheOldestAreNotOpened() {
        MediaOpener joiner = new MediaOpener(BASE_KEY, 5);
        ByteBuf old = sealed(4, 1, PAYLOAD);
        assertEquals(-1, joiner.open(old, 0, old.writerIndex(), target, 0));
        ByteBuf cached = sealed(5, 1, PAYLOAD);
        assertEquals(PAYLOAD.length, joiner.open(cached, 0, cached.writerIndex(), target, 0));
    }

    @Test
    void neverThrowsOnMutatedDatagrams() {
        long seed = 31;
        Random random = new Random(seed);
        byte[] original = ByteBufUtil.getBytes(sealed(0, 55, PAYLOAD));
        ByteBuf b = Unpooled.buffer(4096);
        for (int i = 0; i < 100_000; i++) {
            b.clear().writeBytes(original);
            Mutation.of(b, random);
            try {
                if (MediaHeader.check(b, 0, b.writerIndex()) == null
                        && MediaHeader.type(b, 0) == MediaHeader.TYPE_DATA
                        && open(b) >= 0) {
                    b.setInt(4, 9);
                    assertEquals(Unpooled.wrappedBuffer(original), b, "seed " + seed + ", datagram " + i);
                }
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", datagram " + i, e);
            }
        }
    }

    private ByteBuf sealed(long epoch, int sequence, byte[] payload) {
        ByteBuf b = Unpooled.buffer();
        MediaHeader.write(
                b, MediaHeader.TYPE_DATA, 0, 9, 1, 0, MediaKeys.keyPhase(epoch), 3, sequence, 6, 1, 2, 1_000_000);
        b.writeBytes(payload).writeZero(MediaHeader.TAG_BYTES);
        sealer.seal(b, 0, MediaHeader.BYTES, payload.length, epoch);
        return b;
    }

    private int open(ByteBuf datagram) {
        return opener.open(datagram, 0, datagram.writerIndex(), target, 7);
    }
}
