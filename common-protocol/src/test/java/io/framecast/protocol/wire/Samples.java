package io.framecast.protocol.wire;

import io.framecast.protocol.wire.ControlPacket.ClockOffset;
import io.framecast.protocol.wire.ControlPacket.CloseReason;
import io.framecast.protocol.wire.ControlPacket.DropReason;
import io.framecast.protocol.wire.ControlPacket.EncodeTime;
import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.protocol.wire.ControlPacket.EndToEnd;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import io.framecast.protocol.wire.ControlPacket.HopTimes;
import io.framecast.protocol.wire.ControlPacket.LanePosition;
import io.framecast.protocol.wire.ControlPacket.LaneReport;
import io.framecast.protocol.wire.ControlPacket.LaneStart;
import io.framecast.protocol.wire.ControlPacket.Level;
import io.framecast.protocol.wire.ControlPacket.Metadata;
import io.framecast.protocol.wire.ControlPacket.NoticeBody;
import io.framecast.protocol.wire.ControlPacket.SequenceRange;
import io.framecast.protocol.wire.ControlPacket.StreamEntry;
import io.framecast.protocol.wire.ControlPacket.StreamInfo;
import io.framecast.protocol.wire.ControlPacket.StreamReport;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One packet of every kind, by the names of the golden bytes in PROTOCOL.md. */
public final class Samples {

    public static final Metadata METADATA =
            new Metadata("Hall 3", List.of("lecture", "live"), "avc1.42c01f", 1280, 720, 29_970, 2_500_000);

    /** Of the passphrase "correct horse battery staple". */
    private static final Metadata LOCKED = new Metadata("", List.of(), "", 0, 0, 0, 0)
            .locked(new EndToEnd(counting(0, 16), HexFormat.of().parseHex("dc83260670f296f9173fd13c54a66e7d")));

    public static final StreamInfo STREAM = new StreamInfo(
            0x0a0b0c0dL,
            counting(0x40, 32),
            2,
            1200,
            METADATA,
            List.of(new LaneStart(0, 0x11111111, 1), new LaneStart(8, -1000, 300)));

    private Samples() {}

    public static Map<String, ControlPacket> control() {
        Map<String, ControlPacket> samples = new LinkedHashMap<>();
        samples.put("SUBSCRIBE", new ControlPacket.Subscribe(7, "1AAA99", 200, 4_194_304));
        samples.put("UNSUBSCRIBE", new ControlPacket.Unsubscribe(8, "1AAA99"));
        samples.put("LIST", new ControlPacket.ListStreams(9, "1A", "1AAA98"));
        samples.put("ANNOUNCE", announce());
        samples.put("UPDATE", new ControlPacket.Update(11, "eyJhbGciOiJFZERTQSJ9.e30.c2ln"));
        samples.put("SUBSCRIBE_OK", new ControlPacket.SubscribeOk(7, "1AAA99", STREAM));
        samples.put("SUBSCRIBE_OK waiting", new ControlPacket.SubscribeOk(7, "1AAA99", null));
        samples.put("ANNOUNCE_OK", new ControlPacket.AnnounceOk(10, 0x0a0b0c0dL));
        samples.put(
                "LIST_OK",
                new ControlPacket.ListOk(9, List.of(new StreamEntry("1AAA99", METADATA, 3, 2_400_000, 86_400)), true));
        samples.put(
                "LIST_OK locked",
                new ControlPacket.ListOk(12, List.of(new StreamEntry("1AAA99", LOCKED, 0, 0, 0)), false));
        samples.put("UPDATE_OK", new ControlPacket.UpdateOk(11));
        samples.put("ERROR", new ControlPacket.Refused(10, ErrorCode.ID_TAKEN, "1AAA99 is live"));
        samples.put("END", new ControlPacket.End(12, 0x0a0b0c0dL, EndReason.ENDED));
        samples.put("NOTICE up", new ControlPacket.Notice(1, new NoticeBody.Up("1AAA99", STREAM)));
        samples.put(
                "NOTICE down",
                new ControlPacket.Notice(
                        2,
                        new NoticeBody.Down(
                                "1AAA99",
                                0x0a0b0c0dL,
                                EndReason.TIMED_OUT,
                                List.of(new LanePosition(0x0a0b0c0dL, 8, -990)))));
        samples.put(
                "NOTICE switched",
                new ControlPacket.Notice(
                        3, new NoticeBody.Switched(0x0a0b0c0dL, List.of(new LaneStart(16, 5, 6)), Level.KEY_FRAMES)));
        samples.put("NOTICE goaway", new ControlPacket.Notice(4, new NoticeBody.GoAway(1500)));
        samples.put(
                "REPORT",
                new ControlPacket.Report(
                        -1,
                        counting(0x60, 16),
                        2,
                        3,
                        List.of(new LaneReport(0x0a0b0c0dL, 8, -995, 40_000, 12, 30, 850)),
                        List.of(new StreamReport(0x0a0b0c0dL, true, true, 48_000_000, 1_200, 31_000, 95_000)),
                        List.of(new LanePosition(0x0a0b0c0eL, 0, 77)),
                        List.of(new EncodeTime(0x0a0b0c0eL, 5_400)),
                        List.of("1AAA99", "hall/3")));
        samples.put(
                "REPORT_ACK",
                new ControlPacket.ReportAck(
                        -1,
                        125_000,
                        1_767_225_600_000_000L,
                        counting(0x70, 16),
                        List.of("hall/3"),
                        List.of(new LanePosition(0x0a0b0c0eL, 0, 70)),
                        List.of(new ClockOffset(0x0a0b0c0dL, -1_500, 300)),
                        List.of(new HopTimes(0x0a0b0c0dL, 5_400, 9_000, 11_000))));
        samples.put(
                "NACK",
                new ControlPacket.Nack(0x0a0b0c0dL, 8, List.of(new SequenceRange(-3, 5), new SequenceRange(9, 1))));
        samples.put("DROP", new ControlPacket.Drop(0x0a0b0c0dL, 8, new SequenceRange(-3, 5), DropReason.BACKLOG, 4));
        samples.put("KEY_REQUEST", new ControlPacket.KeyRequest(0x0a0b0c0dL, 1));
        samples.put("PING", new ControlPacket.Ping(0x0102030405060708L));
        samples.put("PONG", new ControlPacket.Pong(0x0102030405060708L, 1_767_225_600_000_000_000L));
        samples.put("PATH_CHALLENGE", new ControlPacket.PathChallenge(0x0102030405060708L));
        samples.put("PATH_RESPONSE", new ControlPacket.PathResponse(0x0102030405060708L));
        samples.put("CLOSE", new ControlPacket.Close(CloseReason.GOING_AWAY));
        return samples;
    }

    public static ControlPacket.Announce announce() {
        return new ControlPacket.Announce(
                10,
                "1AAA99",
                counting(0x20, 32),
                counting(0x40, 32),
                1200,
                METADATA,
                List.of(new LaneStart(0, 0x11111111, 1), new LaneStart(8, -1000, 300)));
    }

    /** {@code bytes} bytes that count up from {@code first}. */
    public static byte[] counting(int first, int bytes) {
        byte[] counting = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            counting[i] = (byte) (first + i);
        }
        return counting;
    }
}
