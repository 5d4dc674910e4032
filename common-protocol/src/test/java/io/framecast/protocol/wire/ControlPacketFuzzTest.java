package io.framecast.protocol.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.framecast.protocol.wire.ControlPacket.LaneStart;
import io.framecast.protocol.wire.ControlPacket.Metadata;
import io.framecast.protocol.wire.ControlPacket.StreamInfo;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a peer that holds the keys can write into a control packet: its type, then its TLVs. */
class ControlPacketFuzzTest {

    @FuzzTest
    void whatIsReadIsWithinTheLimitsAndCanBeWrittenAgain(byte[] input) {
        if (input.length == 0) {
            return;
        }
        ByteBuf body = Unpooled.wrappedBuffer(input, 1, input.length - 1);
        ControlCodec.requestId(body);
        if (ControlCodec.decode(input[0] & 0xff, body) instanceof ControlPacket packet) {
            assertWithinLimits(packet);
            byte[] written = encoded(packet);
            Decoded again = ControlCodec.decode(ControlCodec.typeOf(packet), Unpooled.wrappedBuffer(written));
            assertArrayEquals(written, encoded(assertInstanceOf(ControlPacket.class, again)));
        }
    }

    private static byte[] encoded(ControlPacket packet) {
        ByteBuf out = Unpooled.buffer();
        ControlCodec.encode(packet, out);
        return ByteBufUtil.getBytes(out);
    }

    private static void assertWithinLimits(ControlPacket packet) {
        switch (packet) {
            case ControlPacket.Subscribe one -> {
                assertTrue(ProducerId.isValid(one.producerId()));
                assertIn(one.latencyMillis(), 0, Limits.LATENCY_MILLIS);
                assertIn(one.receiveBufferBytes(), 0, Integer.MAX_VALUE);
            }
            case ControlPacket.Unsubscribe one -> assertTrue(ProducerId.isValid(one.producerId()));
            case ControlPacket.ListStreams one ->
                assertTrue(ProducerId.isPrefix(one.prefix()) && ProducerId.isPrefix(one.after()));
            case ControlPacket.Announce one -> {
                assertTrue(ProducerId.isValid(one.producerId()));
                assertIn(one.owner().length, 32, 32);
                assertStream(new StreamInfo(0, one.baseKey(), 0, one.fragmentBytes(), one.metadata(), one.lanes()));
            }
            case ControlPacket.Update one -> assertText(one.token(), Limits.TOKEN_BYTES);
            case ControlPacket.SubscribeOk one -> {
                StreamInfo stream = one.stream();
                if (stream != null) {
                    assertStream(stream);
                }
            }
            case ControlPacket.AnnounceOk one -> assertAlias(one.alias());
            case ControlPacket.ListOk one -> {
                assertIn(one.streams().size(), 0, Limits.STREAMS_PER_PAGE);
                one.streams().forEach(entry -> assertMetadata(entry.metadata()));
            }
            case ControlPacket.Refused one -> assertText(one.detail(), Limits.DETAIL_BYTES);
            case ControlPacket.End one -> assertAlias(one.alias());
            case ControlPacket.Report one -> {
                assertTrue(one.leaseNonce().length == 0 || one.leaseNonce().length == 16);
                assertIn(one.received().size(), 0, Limits.LIST_ITEMS);
                assertIn(one.subscribed().size(), 0, Limits.LIST_ITEMS);
                one.received().forEach(lane -> assertIn(lane.lane(), 0, Limits.MAX_LANE));
                one.subscribed().forEach(id -> assertTrue(ProducerId.isValid(id)));
            }
            case ControlPacket.Nack one -> {
                assertIn(one.lane(), 0, Limits.MAX_LANE);
                assertIn(one.missing().size(), 1, Limits.NACK_RANGES);
                one.missing().forEach(range -> assertIn(range.count(), 1, 65_535));
            }
            case ControlPacket.Drop one -> assertIn(one.gone().count(), 1, 65_535);
            case ControlPacket.KeyRequest one -> assertIn(one.track(), 0, 255);
            case ControlPacket.UpdateOk _,
                    ControlPacket.ReportAck _,
                    ControlPacket.Notice _,
                    ControlPacket.Ping _,
                    ControlPacket.Pong _,
                    ControlPacket.PathChallenge _,
                    ControlPacket.PathResponse _,
                    ControlPacket.Close _ -> {
                // Fixed fields, or what has been looked at above.
            }
        }
    }

    private static void assertStream(StreamInfo stream) {
        assertAlias(stream.alias());
        assertIn(stream.baseKey().length, 32, 32);
        assertIn(stream.fragmentBytes(), Limits.MIN_FRAGMENT_BYTES, Limits.MAX_FRAGMENT_BYTES);
        assertMetadata(stream.metadata());
        List<LaneStart> lanes = stream.lanes();
        assertIn(lanes.size(), 0, Limits.LANES_PER_STREAM);
        lanes.forEach(lane -> assertIn(lane.lane(), 0, Limits.MAX_LANE));
    }

    private static void assertMetadata(Metadata metadata) {
        assertText(metadata.title(), Limits.TITLE_BYTES);
        assertText(metadata.codec(), Limits.CODEC_BYTES);
        assertIn(metadata.tags().size(), 0, Limits.TAGS);
        metadata.tags().forEach(tag -> assertText(tag, Limits.TAG_BYTES));
        assertIn(metadata.width(), 0, 65_535);
        assertIn(metadata.height(), 0, 65_535);
    }

    private static void assertText(String text, int most) {
        assertIn(text.getBytes(StandardCharsets.UTF_8).length, 0, most);
    }

    private static void assertAlias(long alias) {
        assertIn(alias, 0, 0xffff_ffffL);
    }

    private static void assertIn(long value, long least, long most) {
        assertTrue(value >= least && value <= most, () -> value + " is not in " + least + ".." + most);
    }
}
