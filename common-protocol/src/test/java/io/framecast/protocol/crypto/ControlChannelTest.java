package io.framecast.protocol.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.wire.ControlPacket;
import io.framecast.protocol.wire.Limits;
import io.framecast.protocol.wire.Malformed;
import io.framecast.protocol.wire.Mutation;
import io.framecast.protocol.wire.Samples;
import io.framecast.protocol.wire.Shown;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ControlChannelTest {

    private static final long SESSION = 0x1122334455667788L;
    private static final SessionKeys KEYS = new SessionKeys(Samples.counting(0, 32), Samples.counting(32, 32));

    private final ControlChannel client = ControlChannel.client(SESSION, KEYS, 0);
    private final ControlChannel broker = ControlChannel.broker(SESSION, KEYS, 0, new ControlScratch());

    @Test
    void everyPacketArrivesAsItWasBothWays() {
        Samples.control().forEach((name, packet) -> {
            assertEquals(Shown.of(packet), Shown.of(broker.open(sealed(client, packet))), name);
            assertTrue(broker.newestOpened());
            assertEquals(Shown.of(packet), Shown.of(client.open(sealed(broker, packet))), name);
        });
    }

    @Test
    void packetsOfAClientHaveAtLeast128Bytes() {
        for (ControlPacket packet : Samples.control().values()) {
            assertTrue(sealed(client, packet).readableBytes() >= 128);
        }
        assertEquals(128, sealed(client, new ControlPacket.Ping(1)).readableBytes());
        assertEquals(43, sealed(broker, new ControlPacket.Ping(1)).readableBytes());
    }

    @Test
    void aPacketThatComesTwiceIsAReplay() {
        ByteBuf there = sealed(client, new ControlPacket.Ping(1));
        assertEquals(new ControlPacket.Ping(1), broker.open(there));
        assertEquals(Malformed.REPLAYED, broker.open(there));
        assertFalse(broker.newestOpened());
        ByteBuf back = sealed(broker, new ControlPacket.Pong(1));
        assertEquals(new ControlPacket.Pong(1), client.open(back));
        assertEquals(Malformed.REPLAYED, client.open(back));
    }

    @Test
    void anOlderPacketIsNotTheNewest() {
        List<ByteBuf> datagrams = new ArrayList<>();
        for (int i = 0; i < 1100; i++) {
            datagrams.add(sealed(client, new ControlPacket.Ping(i)));
        }
        assertEquals(new ControlPacket.Ping(1099), broker.open(datagrams.get(1099)));
        assertTrue(broker.newestOpened());
        assertEquals(new ControlPacket.Ping(1000), broker.open(datagrams.get(1000)));
        assertFalse(broker.newestOpened());
        assertTrue(broker.authenticated());
        assertEquals(Malformed.REPLAYED, broker.open(datagrams.get(3)), "beyond the window");
    }

    @Test
    void aChangedByteAnywhereDoesNotAuthenticateAndSpoilsNothing() {
        ByteBuf datagram = sealed(client, new ControlPacket.Ping(1));
        for (int i = 1; i < datagram.readableBytes(); i++) {
            ByteBuf changed = datagram.copy();
            changed.setByte(i, changed.getByte(i) ^ 1);
            assertEquals(Malformed.NOT_AUTHENTIC, broker.open(changed), "byte " + i);
        }
        assertEquals(new ControlPacket.Ping(1), broker.open(datagram));
    }

    @Test
    void anotherKeyOrDirectionDoesNotAuthenticate() {
        SessionKeys others = new SessionKeys(Samples.counting(1, 32), Samples.counting(33, 32));
        assertEquals(
                Malformed.NOT_AUTHENTIC,
                broker.open(sealed(ControlChannel.client(SESSION, others, 0), new ControlPacket.Ping(1))));
        assertEquals(Malformed.NOT_AUTHENTIC, client.open(sealed(client, new ControlPacket.Ping(1))), "reflected");
    }

    @Test
    void packetNumbersGoPast32Bits() {
        long start = (1L << 32) - 10;
        ControlChannel from = ControlChannel.client(SESSION, KEYS, start);
        ControlChannel to = ControlChannel.broker(SESSION, KEYS, start, new ControlScratch());
        List<ByteBuf> datagrams = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            datagrams.add(sealed(from, new ControlPacket.Ping(i)));
        }
        for (int i = 1; i < 20; i++) {
            assertEquals(new ControlPacket.Ping(i), to.open(datagrams.get(i)));
        }
        assertEquals(new ControlPacket.Ping(0), to.open(datagrams.getFirst()), "late, from before");
    }

    @Test
    void whatAuthenticatesButCannotBeReadSaysWhyAndWhichRequestItWas() {
        byte[] unknownMandatory = {0x02, 1, 33, 0x1b, 0};
        ByteBuf datagram = sealedTlvs(0x10, unknownMandatory);
        assertEquals(Malformed.UNKNOWN_MANDATORY, broker.open(datagram));
        assertTrue(broker.authenticated());
        assertEquals(33, broker.unreadableRequestId());
        assertEquals(Malformed.REPLAYED, broker.open(datagram));
        assertEquals(-1, broker.unreadableRequestId());
        assertFalse(broker.authenticated());
    }

    private static ByteBuf sealedTlvs(int type, byte[] tlvs) {
        ByteBuf out = Unpooled.buffer()
                .writeByte(9)
                .writeByte(type)
                .writeShort(0)
                .writeLong(SESSION)
                .writeInt(0);
        byte[] header = ByteBufUtil.getBytes(out);
        byte[] sealed = new byte[tlvs.length + 16];
        new Aead(KEYS.clientToBroker()).seal(new byte[12], header, 16, tlvs, 0, tlvs.length, sealed, 0);
        return out.writeBytes(sealed);
    }

    @Test
    void greaseIsIgnoredWhereverItFits() {
        Random random = new Random(5);
        client.greaseWith(random::nextLong);
        for (ControlPacket packet : Samples.control().values()) {
            assertEquals(Shown.of(packet), Shown.of(broker.open(sealed(client, packet))));
        }
        List<ControlPacket.SequenceRange> many = new ArrayList<>();
        while (many.size() < Limits.NACK_RANGES) {
            many.add(new ControlPacket.SequenceRange(many.size() * 3, 1));
        }
        assertInstanceOf(ControlPacket.Nack.class, broker.open(sealed(client, new ControlPacket.Nack(1, 8, many))));
    }

    @Test
    void aPacketOf1200BytesGoesThroughAndALongerOneIsRefused() {
        ControlPacket.Update longest = new ControlPacket.Update(1, "t".repeat(Limits.BODY_BYTES - 3 - 3));
        ByteBuf datagram = sealed(client, longest);
        assertEquals(Limits.CONTROL_BYTES, datagram.readableBytes());
        assertEquals(Malformed.OUT_OF_RANGE, broker.open(datagram), "a token has 900 bytes at most");
        assertTrue(broker.authenticated());
        ControlPacket.Update tooLong = new ControlPacket.Update(1, "t".repeat(Limits.BODY_BYTES));
        ByteBuf out = Unpooled.buffer();
        assertThrows(IllegalArgumentException.class, () -> client.seal(tooLong, out));
        assertEquals(0, out.readableBytes());
    }

    @Test
    void readsADirectBufferFromItsReaderIndexAndLeavesItAlone() {
        ByteBuf datagram = sealed(client, new ControlPacket.Ping(1));
        ByteBuf direct = Unpooled.directBuffer(200);
        try {
            direct.writeZero(9).skipBytes(9).writeBytes(datagram);
            assertEquals(new ControlPacket.Ping(1), broker.open(direct));
            assertEquals(9, direct.readerIndex());
            assertEquals(1, direct.refCnt());
        } finally {
            direct.release();
        }
    }

    @Test
    void neverThrowsOnJunkOrOnMutatedDatagrams() {
        long seed = 12;
        Random random = new Random(seed);
        byte[] original = ByteBufUtil.getBytes(sealed(client, new ControlPacket.Ping(1)));
        ByteBuf b = Unpooled.buffer(4096);
        for (int i = 0; i < 100_000; i++) {
            b.clear();
            if (i % 3 == 0) {
                byte[] junk = new byte[random.nextInt(1300)];
                random.nextBytes(junk);
                b.writeBytes(junk);
            } else {
                b.writeBytes(original);
                Mutation.of(b, random);
            }
            try {
                if (!(broker.open(b) instanceof Malformed)) {
                    assertEquals(Unpooled.wrappedBuffer(original), b, "seed " + seed + ", datagram " + i);
                }
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", datagram " + i, e);
            }
        }
    }

    private static ByteBuf sealed(ControlChannel from, ControlPacket packet) {
        ByteBuf out = Unpooled.buffer();
        from.seal(packet, out);
        return out;
    }
}
