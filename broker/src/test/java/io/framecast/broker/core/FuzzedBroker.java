package io.framecast.broker.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.fuzz.FuzzInput;
import io.framecast.protocol.wire.ControlCodec;
import io.framecast.protocol.wire.ControlPacket;
import io.framecast.protocol.wire.ControlPacket.LanePosition;
import io.framecast.protocol.wire.ControlPacket.LaneReport;
import io.framecast.protocol.wire.ControlPacket.ListOk;
import io.framecast.protocol.wire.ControlPacket.ListStreams;
import io.framecast.protocol.wire.ControlPacket.SequenceRange;
import io.framecast.protocol.wire.ControlPacket.StreamReport;
import io.framecast.protocol.wire.Handshake.HelloBody;
import io.framecast.protocol.wire.Handshake.Retry;
import io.framecast.protocol.wire.HandshakeBodyCodec;
import io.framecast.protocol.wire.HandshakeCodec;
import io.framecast.protocol.wire.MediaHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * A broker, an honest viewer in a session of its own, a producer and a viewer who say what a fuzzer's bytes say under their own seals, and
 * strangers at addresses that never proved anything.
 */
final class FuzzedBroker implements AutoCloseable {

    private static final long MILLIS = TestBroker.MILLIS;
    private static final long REPORT_NANOS = 500 * MILLIS;
    private static final int KEPT = 64;
    private static final int LANE = 8;

    /** Of a stream: far less than a ring may hold, far more than a script can send. */
    private static final BrokerLimits LIMITS =
            BrokerLimits.DEFAULTS.withSessions(6).withStreams(4).withSubscriptions(4, 4);

    private final TestBroker broker = new TestBroker(LIMITS, (from, proof, hash, token, at) -> TestBroker.EVERYTHING);
    private final TestPeer honest = new TestPeer(broker, address(1));
    private final TestPeer producer = new TestPeer(broker, address(2));
    private final TestPeer viewer = new TestPeer(broker, address(3));
    private final InetSocketAddress[] strangers = {address(11), address(12)};
    private final long[] strangerBytes = new long[strangers.length];
    private final List<byte[]> earlier = new ArrayList<>();
    private final long alias;
    private int sequence = 1000;
    private int frame;
    private int readSent;
    private int readMedia;
    private long sinceReport;

    FuzzedBroker() {
        honest.open();
        producer.open();
        viewer.open();
        alias = producer.announce("cam");
        honest.subscribe("cam");
        viewer.subscribe("cam");
        keepEarlier(viewer.lastHello);
    }

    private static InetSocketAddress address(int host) {
        return new InetSocketAddress("198.51.100." + host, 4000);
    }

    void step(FuzzInput input) {
        TestPeer peer = input.flag() ? producer : viewer;
        switch (input.below(12)) {
            case 0 -> pass(input.u8() * MILLIS);
            case 1 -> pass(100L * input.below(64) * MILLIS);
            case 2 -> frame(input);
            case 3 -> arrive(peer, input, sealed(peer, input));
            case 4 -> arrive(peer, input, peer.sealRaw(input.u8(), input.some()));
            case 5 -> arrive(peer, input, input.changed(sealed(peer, input)));
            case 6 -> arrive(peer, input, media(input));
            case 7 -> arrive(peer, input, earlier.get(input.u8() % earlier.size()));
            case 8 -> arrive(peer, input, hello(input));
            case 9 -> secondHello(input);
            case 10 -> {
                peer.receive();
                peer.report(List.of(new LanePosition(alias, LANE, sequence)), List.of("cam"));
            }
            default -> broker.batchEnd();
        }
    }

    /** Time passes, and the honest viewer does what a viewer does meanwhile. */
    private void pass(long nanos) {
        for (long left = nanos; left > 0; left -= REPORT_NANOS) {
            broker.advance(Math.min(left, REPORT_NANOS));
            sinceReport += Math.min(left, REPORT_NANOS);
            if (sinceReport >= REPORT_NANOS) {
                honest.report();
                sinceReport = 0;
            }
        }
    }

    private void frame(FuzzInput input) {
        int count = 1 + input.below(8);
        boolean key = input.flag();
        int lost = input.u8();
        byte[][] datagrams = new byte[count][];
        for (int i = 0; i < count; i++) {
            datagrams[i] = producer.media(alias, sequence + i, frame, i, count, key);
            if (i != lost) {
                broker.receive(producer.address, datagrams[i]);
            }
        }
        for (byte[] repair : producer.repairs(datagrams, input.below(4))) {
            broker.receive(producer.address, input.changed(repair));
        }
        keepEarlier(datagrams[0]);
        broker.batchEnd();
        sequence += count;
        frame++;
    }

    /** From the peer's own address, or from a stranger's. */
    private void arrive(TestPeer peer, FuzzInput input, byte[] datagram) {
        keepEarlier(datagram);
        int stranger = input.below(8);
        if (stranger < strangers.length) {
            strangerBytes[stranger] += datagram.length;
            broker.receive(strangers[stranger], datagram);
        } else {
            broker.receive(peer.address, datagram);
        }
    }

    private void keepEarlier(byte[] datagram) {
        if (earlier.size() == KEPT) {
            earlier.removeFirst();
        }
        earlier.add(datagram);
    }

    private byte[] sealed(TestPeer peer, FuzzInput input) {
        ControlPacket packet = packet(peer, input);
        ByteBuf clear = Unpooled.buffer();
        ControlCodec.encode(packet, clear);
        int type = input.below(8) == 1 ? input.u8() : ControlCodec.typeOf(packet);
        return peer.sealRaw(type, input.changed(ByteBufUtil.getBytes(clear)));
    }

    private ControlPacket packet(TestPeer peer, FuzzInput input) {
        long of = input.below(4) == 1 ? input.u8() : alias;
        String id = input.flag() ? "cam" : "cam" + input.below(8);
        int lane = input.flag() ? input.u8() : LANE;
        return switch (input.below(14)) {
            case 0 -> new ControlPacket.Subscribe(peer.requestId(), id, 20 * input.u8(), input.u16());
            case 1 -> new ControlPacket.Unsubscribe(peer.requestId(), id);
            case 2 -> new ListStreams(peer.requestId(), "", "");
            case 3 -> TestPeer.announcement(peer.requestId(), id, input.below(2), 0, lane);
            case 4 -> new ControlPacket.Update(peer.requestId(), "token");
            case 5 -> new ControlPacket.End(peer.requestId(), of, ControlPacket.EndReason.ENDED);
            case 6 ->
                new ControlPacket.Nack(of, lane, List.of(new SequenceRange(near(input), 1 + input.u16() % 65_535)));
            case 7 -> new ControlPacket.KeyRequest(of, input.u8());
            case 8 -> report(peer, input, of, lane);
            case 9 -> new ControlPacket.Ping(input.u8());
            case 10 -> new ControlPacket.Pong(input.u8(), input.i64());
            case 11 -> new ControlPacket.PathResponse(input.i64());
            case 12 ->
                new ControlPacket.Drop(
                        of,
                        lane,
                        new SequenceRange(near(input), 1 + input.u8()),
                        ControlPacket.DropReason.SOURCE_LOSS,
                        0);
            default -> new ControlPacket.Close(ControlPacket.CloseReason.DONE);
        };
    }

    private int near(FuzzInput input) {
        return input.flag() ? input.i32() : sequence - 64 + input.u8();
    }

    private ControlPacket report(TestPeer peer, FuzzInput input, long of, int lane) {
        LanePosition position = new LanePosition(of, lane, near(input));
        return new ControlPacket.Report(
                input.i64(),
                input.flag() ? peer.nonce() : new byte[16],
                input.u8(),
                input.u8(),
                List.of(new LaneReport(of, lane, near(input), input.u16(), input.u16(), input.u16(), input.u16())),
                List.of(new StreamReport(of, input.flag(), input.flag(), input.u16(), input.u16(), 0, 0)),
                List.of(position),
                List.of(),
                input.flag() ? List.of("cam") : List.of());
    }

    /** With a trailer that is true, whatever stands before it. */
    private byte[] media(FuzzInput input) {
        int count = 1 + input.below(4);
        byte[] whole = producer.media(alias, near(input), frame - 2 + input.below(4), 0, count, input.flag());
        byte[] bare = new byte[whole.length - MediaHeader.TRAILER_BYTES];
        System.arraycopy(whole, 0, bare, 0, bare.length);
        for (int i = input.below(4); i > 0; i--) {
            bare[input.below(MediaHeader.BYTES)] = (byte) input.u8();
        }
        return producer.signed(input.changed(bare));
    }

    private byte[] hello(FuzzInput input) {
        ByteBuf hello = Unpooled.buffer();
        HandshakeCodec.encodeHello(hello, List.of(1), new byte[16], input.flag() ? new byte[20] : new byte[0], 0);
        return input.changed(ByteBufUtil.getBytes(hello));
    }

    /** A cookie that is true and a body that is what it likes. */
    private void secondHello(FuzzInput input) {
        TestPeer another = new TestPeer(broker, address(20 + input.below(2)));
        another.sendHello();
        TestBroker.Sent last = broker.sent.getLast();
        if (last.to().equals(another.address)
                && HandshakeCodec.decode(Unpooled.wrappedBuffer(last.bytes())) instanceof Retry retry) {
            byte[] body = HandshakeBodyCodec.encode(
                    new HelloBody(new byte[0], "", 0, new ControlPacket.Subscribe(input.u8(), "cam", 200, 0)));
            another.secondHello(retry, input.changed(body));
        }
    }

    void assertHolds() {
        assertNoFailure();
        for (; readSent < broker.sent.size(); readSent++) {
            TestBroker.Sent sent = broker.sent.get(readSent);
            spend(sent.to(), sent.bytes().length);
        }
        for (; readMedia < broker.media.size(); readMedia++) {
            TestBroker.MediaSent sent = broker.media.get(readMedia);
            spend(sent.to(), sent.bytes().length);
        }
        BrokerSnapshot snapshot = broker.core.snapshot(broker.now);
        assertTrue(snapshot.sessions() <= LIMITS.sessions(), snapshot.sessions() + " sessions");
        assertTrue(
                snapshot.streams().size() <= LIMITS.streams(),
                snapshot.streams().size() + " streams");
    }

    private void assertNoFailure() {
        for (BrokerAction.SessionFailed failed : broker.events(BrokerAction.SessionFailed.class)) {
            throw new AssertionError("a machine threw", failed.cause());
        }
        assertEquals(0, broker.count(BrokerCounter.SESSIONS_FAILED));
    }

    private void spend(InetSocketAddress to, int bytes) {
        for (int i = 0; i < strangers.length; i++) {
            if (to.equals(strangers[i])) {
                strangerBytes[i] -= bytes;
                assertTrue(strangerBytes[i] >= 0, "more bytes out than in to " + to);
            }
        }
    }

    /** The honest viewer's session is where it was, and everything ends when everybody falls silent. */
    void assertStillWorks() {
        honest.report();
        assertInstanceOf(ListOk.class, honest.ask(new ListStreams(honest.requestId(), "", "")));
        broker.advance(600 * TestBroker.SECONDS);
        assertNoFailure();
        BrokerSnapshot snapshot = broker.core.snapshot(broker.now);
        assertEquals(0, snapshot.sessions(), "sessions of the silent");
        assertEquals(0, snapshot.streams().size(), "streams of the silent");
        assertEquals(0, snapshot.subscriptions(), "subscriptions of the silent");
    }

    @Override
    public void close() {
        broker.close();
    }
}
