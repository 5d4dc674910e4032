package io.framecast.protocol.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.wire.ControlPacket.LaneStart;
import io.framecast.protocol.wire.ControlPacket.Metadata;
import io.framecast.protocol.wire.ControlPacket.NoticeBody;
import io.framecast.protocol.wire.ControlPacket.SequenceRange;
import io.framecast.protocol.wire.ControlPacket.StreamEntry;
import io.framecast.protocol.wire.ControlPacket.StreamInfo;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ControlCodecTest {

    @Test
    void everyPacketComesBackAsItWas() {
        Samples.control().forEach((name, packet) -> {
            ByteBuf body = encoded(packet);
            assertEquals(Shown.of(packet), Shown.of(ControlCodec.decode(ControlCodec.typeOf(packet), body)), name);
            assertEquals(body.readableBytes(), ControlCodec.encodedBytes(packet), name);
            assertEquals(0, body.readerIndex(), name);
        });
    }

    @Test
    void thereIsASampleOfEveryPacketAndNotice() {
        Set<String> missing = new TreeSet<>();
        for (Class<?> packet : ControlPacket.class.getPermittedSubclasses()) {
            missing.add(packet.getSimpleName());
        }
        for (Class<?> notice : NoticeBody.class.getPermittedSubclasses()) {
            missing.add(notice.getSimpleName());
        }
        for (ControlPacket packet : Samples.control().values()) {
            missing.remove(packet.getClass().getSimpleName());
            if (packet instanceof ControlPacket.Notice notice) {
                missing.remove(notice.body().getClass().getSimpleName());
            }
        }
        assertEquals(Set.of(), missing);
    }

    @Test
    void anUnknownEvenTlvIsIgnoredAndAnOddOneIsMandatory() {
        Samples.control().forEach((name, packet) -> {
            ByteBuf greased = Unpooled.buffer();
            Tlv.grease(greased, name.hashCode());
            greased.writeBytes(encoded(packet));
            Tlv.grease(greased, 0x7fff_ffffL * name.length());
            Tlv.bytes(greased, 0x1a, new byte[3]);
            Tlv.padding(greased, 90);
            assertEquals(Shown.of(packet), Shown.of(ControlCodec.decode(ControlCodec.typeOf(packet), greased)), name);
            Tlv.bytes(greased, 0x1b, new byte[3]);
            assertEquals(Malformed.UNKNOWN_MANDATORY, ControlCodec.decode(ControlCodec.typeOf(packet), greased), name);
        });
    }

    @Test
    void theRequestIdOfAnUnreadablePacketIsFound() {
        ByteBuf body = Unpooled.buffer();
        Tlv.bytes(body, 0x1b, new byte[3]);
        body.writeBytes(encoded(new ControlPacket.UpdateOk(4711)));
        assertEquals(4711, ControlCodec.requestId(body));
        assertEquals(-1, ControlCodec.requestId(encoded(new ControlPacket.Ping(1))));
    }

    @Test
    void anUnknownTypeIsSaidToBeOne() {
        assertEquals(Malformed.UNKNOWN_TYPE, ControlCodec.decode(0x7f, Unpooled.EMPTY_BUFFER));
        assertEquals(Malformed.UNKNOWN_TYPE, ControlCodec.decode(ControlType.HELLO, Unpooled.EMPTY_BUFFER));
    }

    @Test
    void aMissingFieldIsSaidToBeOne() {
        assertEquals(Malformed.MISSING_FIELD, ControlCodec.decode(ControlType.PING, Unpooled.EMPTY_BUFFER));
        assertEquals(
                Malformed.MISSING_FIELD,
                ControlCodec.decode(ControlType.SUBSCRIBE, encoded(new ControlPacket.Unsubscribe(1, "a"))));
        assertEquals(
                Malformed.MISSING_FIELD,
                ControlCodec.decode(ControlType.NACK, encoded(new ControlPacket.KeyRequest(1, 2))));
    }

    @Test
    void aFieldThatStandsTwiceIsRefused() {
        ByteBuf twice = encoded(new ControlPacket.Ping(1)).writeBytes(encoded(new ControlPacket.Ping(2)));
        assertEquals(Malformed.OUT_OF_RANGE, ControlCodec.decode(ControlType.PING, twice));
    }

    @Test
    void valuesOutsideTheirRangeAreRefused() {
        assertRefused(new ControlPacket.Subscribe(1, "no spaces", 200, 0));
        assertRefused(new ControlPacket.Subscribe(1, "", 200, 0));
        assertRefused(new ControlPacket.Subscribe(1, "x".repeat(65), 200, 0));
        assertRefused(new ControlPacket.Subscribe(1, "a", Limits.LATENCY_MILLIS + 1, 0));
        assertRefused(new ControlPacket.ListStreams(1, "*", ""));
        assertRefused(new ControlPacket.Update(1, "t".repeat(Limits.TOKEN_BYTES + 1)));
        assertRefused(new ControlPacket.Refused(1, ControlPacket.ErrorCode.MTU, "d".repeat(Limits.DETAIL_BYTES + 1)));
        assertRefused(new ControlPacket.AnnounceOk(1, 1L << 32));
        assertRefused(new ControlPacket.KeyRequest(1, 256));
        assertRefused(new ControlPacket.Nack(1, Limits.MAX_LANE + 1, List.of(new SequenceRange(1, 1))));
        assertRefused(new ControlPacket.Nack(1, 1, List.of(new SequenceRange(1, 0))));
        assertRefused(
                new ControlPacket.Nack(1, 1, Collections.nCopies(Limits.NACK_RANGES + 1, new SequenceRange(1, 1))));
        assertRefused(announce(new byte[31], Samples.METADATA, 1200));
        assertRefused(announce(new byte[32], Samples.METADATA, Limits.MIN_FRAGMENT_BYTES - 1));
        assertRefused(announce(new byte[32], Samples.METADATA, Limits.MAX_FRAGMENT_BYTES + 1));
        assertRefused(announce(new byte[32], titled("t".repeat(Limits.TITLE_BYTES + 1), List.of()), 1200));
        assertRefused(announce(new byte[32], titled("", Collections.nCopies(17, "t")), 1200));
        assertRefused(announce(new byte[32], titled("", Collections.nCopies(10, "t".repeat(60))), 1200));
    }

    private static void assertRefused(ControlPacket packet) {
        assertEquals(
                Malformed.OUT_OF_RANGE,
                ControlCodec.decode(ControlCodec.typeOf(packet), encoded(packet)),
                packet.toString());
    }

    @Test
    void textThatIsNotUtf8IsRefused() {
        ByteBuf body = encoded(new ControlPacket.UpdateOk(1));
        Tlv.bytes(body, TlvType.TOKEN, new byte[] {(byte) 0xc0, (byte) 0x80});
        assertEquals(Malformed.OUT_OF_RANGE, ControlCodec.decode(ControlType.UPDATE, body));
    }

    @Test
    void codesOfLaterVersionsAreReadAsTheGeneralOne() {
        ByteBuf body = encoded(new ControlPacket.UpdateOk(1));
        Tlv.varint(body, TlvType.ERROR_CODE, 9_999);
        assertEquals(
                new ControlPacket.Refused(1, ControlPacket.ErrorCode.UNSUPPORTED, ""),
                ControlCodec.decode(ControlType.ERROR, body));
    }

    @Test
    void theLargestMetadataAndLanesFitIntoAnnounceAndItsAnswers() {
        Metadata metadata = titled("t".repeat(200), Collections.nCopies(5, "u".repeat(48)));
        Metadata largest = new Metadata(
                metadata.title(),
                metadata.tags(),
                "c".repeat(14),
                65_535,
                65_535,
                Integer.MAX_VALUE,
                Integer.MAX_VALUE);
        assertEquals(Limits.METADATA_BYTES, ControlCodec.encodedBytes(largest));
        List<LaneStart> lanes = IntStream.range(0, Limits.LANES_PER_STREAM)
                .mapToObj(i -> new LaneStart(i, -i, -i))
                .toList();
        String id = "x".repeat(64);
        ControlPacket.Announce announce = new ControlPacket.Announce(
                Varint.MAX, id, new byte[32], new byte[32], Limits.MAX_FRAGMENT_BYTES, largest, lanes);
        StreamInfo stream =
                new StreamInfo(0xffff_ffffL, new byte[32], 1 << 30, Limits.MAX_FRAGMENT_BYTES, largest, lanes);
        ControlPacket.SubscribeOk ok = new ControlPacket.SubscribeOk(Varint.MAX, id, stream);
        assertInstanceOf(ControlPacket.Announce.class, ControlCodec.decode(ControlType.ANNOUNCE, encoded(announce)));
        assertInstanceOf(ControlPacket.SubscribeOk.class, ControlCodec.decode(ControlType.SUBSCRIBE_OK, encoded(ok)));
        HandshakeBodyCodec.encode(new Handshake.HelloBody(new byte[32], "", 0, announce));
        HandshakeBodyCodec.encode(new Handshake.WelcomeBody(-1, new byte[16], -1, ok));
    }

    @Test
    void whatDoesNotFitIsTheCallersMistakeAndCanBeForeseen() {
        StreamEntry entry = new StreamEntry("1AAA99", Samples.METADATA, 1, 2, 3);
        ControlPacket.ListOk page = new ControlPacket.ListOk(1, Collections.nCopies(64, entry), true);
        assertTrue(ControlCodec.encodedBytes(page) > Limits.BODY_BYTES);
        ByteBuf out = Unpooled.buffer();
        assertThrows(IllegalArgumentException.class, () -> ControlCodec.encode(page, out));
        assertFalse(out.isReadable());
        int fit = (Limits.BODY_BYTES - ControlCodec.encodedBytes(new ControlPacket.ListOk(1, List.of(), true)))
                / ControlCodec.encodedBytes(entry);
        ControlCodec.encode(new ControlPacket.ListOk(1, Collections.nCopies(fit, entry), true), out);
        assertInstanceOf(ControlPacket.ListOk.class, ControlCodec.decode(ControlType.LIST_OK, out));
    }

    @Test
    void neverThrowsOnJunkOrOnMutatedPackets() {
        long seed = 20_260_101;
        Random random = new Random(seed);
        List<ControlPacket> samples = List.copyOf(Samples.control().values());
        ByteBuf b = Unpooled.buffer(4096);
        for (int i = 0; i < 400_000; i++) {
            ControlPacket sample = samples.get(i % samples.size());
            int type = ControlCodec.typeOf(sample);
            b.clear();
            if (i % 4 == 0) {
                byte[] junk = new byte[random.nextInt(200)];
                random.nextBytes(junk);
                b.writeBytes(junk);
                type = random.nextInt(128);
            } else {
                ControlCodec.encode(sample, b);
                Mutation.of(b, random);
            }
            try {
                if (ControlCodec.decode(type, b) instanceof ControlPacket packet) {
                    // What was accepted can be written again.
                    ControlCodec.encodedBytes(packet);
                }
                ControlCodec.requestId(b);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", packet " + i + " of type " + type, e);
            }
        }
    }

    private static ControlPacket.Announce announce(byte[] key, Metadata metadata, int fragmentBytes) {
        return new ControlPacket.Announce(1, "a", new byte[32], key, fragmentBytes, metadata, List.of());
    }

    private static Metadata titled(String title, List<String> tags) {
        return new Metadata(title, tags, "", 0, 0, 0, 0);
    }

    private static ByteBuf encoded(ControlPacket packet) {
        ByteBuf out = Unpooled.buffer();
        ControlCodec.encode(packet, out);
        return out;
    }
}
