package io.framecast.protocol.session;

import io.framecast.protocol.crypto.MediaSealer;
import io.framecast.protocol.fec.RepairSample;
import io.framecast.protocol.media.PacketizedFrame;
import io.framecast.protocol.media.Packetizer;
import io.framecast.protocol.wire.ControlPacket.LanePosition;
import io.framecast.protocol.wire.ControlPacket.LaneStart;
import io.framecast.protocol.wire.ControlPacket.StreamInfo;
import io.framecast.protocol.wire.MediaHeader;
import io.framecast.sim.SampleStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Random;

/** A stream as a broker fans it out: one track in one lane. */
final class TestStream {

    static final int TRACK = 1;
    static final int LANE = TRACK << 3;

    final long alias;
    private final byte[] baseKey = new byte[32];
    private final int firstSequence;
    private final Packetizer packetizer;

    TestStream(long alias, int firstSequence) {
        this(alias, alias, firstSequence);
    }

    TestStream(long alias, long keySeed, int firstSequence) {
        this.alias = alias;
        this.firstSequence = firstSequence;
        new Random(keySeed).nextBytes(baseKey);
        packetizer = new Packetizer(TRACK, 1200, firstSequence, 0, new MediaSealer(baseKey), SampleStream.UNTRACKED);
    }

    /** As it is announced: from its first sequence. */
    StreamInfo info() {
        return infoFrom(firstSequence, 0);
    }

    StreamInfo infoFrom(int sequence, int frame) {
        return new StreamInfo(alias, baseKey, 0, 1200, Rig.METADATA, List.of(new LaneStart(LANE, sequence, frame)));
    }

    /** The datagrams of the next frame. */
    List<byte[]> frame(boolean key, int bytes) {
        PacketizedFrame frame =
                packetizer.packetize(alias, 0, key, false, 1_000L * packetizer.nextFrame(), new byte[bytes]);
        return SampleStream.datagrams(frame);
    }

    /** The next frame with so much REPAIR. */
    RepairSample protectedFrame(boolean key, int bytes, int repairs) {
        return RepairSample.of(
                packetizer.packetize(alias, 0, key, false, 1_000L * packetizer.nextFrame(), new byte[bytes]), repairs);
    }

    int nextSequence() {
        return packetizer.nextSequence();
    }

    int nextFrame() {
        return packetizer.nextFrame();
    }

    List<LanePosition> positions() {
        return List.of(new LanePosition(alias, LANE, nextSequence()));
    }

    byte[] padding() {
        ByteBuf out = Unpooled.buffer();
        MediaHeader.write(out, MediaHeader.TYPE_PADDING, 0, alias, TRACK, 0, 0, 0, nextSequence() - 1, 0, 0, 0, 0);
        return ByteBufUtil.getBytes(out);
    }
}
