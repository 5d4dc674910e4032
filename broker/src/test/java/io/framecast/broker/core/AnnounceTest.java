package io.framecast.broker.core;

import static io.framecast.broker.core.TestBroker.MILLIS;
import static io.framecast.broker.core.TestBroker.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.framecast.protocol.crypto.NoiseInitiator;
import io.framecast.protocol.wire.ControlPacket;
import io.framecast.protocol.wire.ControlPacket.Announce;
import io.framecast.protocol.wire.ControlPacket.AnnounceOk;
import io.framecast.protocol.wire.ControlPacket.Answer;
import io.framecast.protocol.wire.ControlPacket.End;
import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import io.framecast.protocol.wire.ControlPacket.LanePosition;
import io.framecast.protocol.wire.ControlPacket.Notice;
import io.framecast.protocol.wire.ControlPacket.NoticeBody;
import io.framecast.protocol.wire.ControlPacket.Ping;
import io.framecast.protocol.wire.ControlPacket.Pong;
import io.framecast.protocol.wire.ControlPacket.Refused;
import io.framecast.protocol.wire.ControlPacket.ReportAck;
import io.framecast.sim.VirtualNetwork;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnnounceTest {

    private static final InetSocketAddress CAMERA = VirtualNetwork.address(10, 0, 0, 1, 4000);
    private static final InetSocketAddress OTHER = VirtualNetwork.address(10, 0, 0, 2, 4000);
    private static final InetSocketAddress VIEWER = VirtualNetwork.address(10, 0, 0, 3, 4000);

    private final TestBroker broker = new TestBroker();

    @AfterEach
    void noMemoryIsKept() {
        broker.close();
    }

    @Test
    void theSameRequestAgainGetsTheSameAlias() {
        TestPeer camera = new TestPeer(broker, CAMERA).open();
        Announce announce = TestPeer.announcement(5, "cam", 1, 0, 8);

        assertEquals(camera.ask(announce), camera.ask(announce));
        assertEquals(1, broker.core.snapshot(broker.now).streams().size());
    }

    @Test
    void theSameOwnerTakesOverAtOnceAndTheOtherOneHearsOfIt() {
        TestPeer camera = new TestPeer(broker, CAMERA).open();
        long before = camera.announce("cam");
        TestPeer viewer = new TestPeer(broker, VIEWER).open();
        viewer.subscribe("cam");
        TestPeer again = new TestPeer(broker, OTHER).open();
        long after = again.announce("cam");

        assertNotEquals(before, after);
        assertEquals(List.of(new End(0, before, EndReason.TAKEN_OVER)), camera.receive(End.class));
        List<Notice> notices = viewer.receive(Notice.class);
        assertEquals(EndReason.TAKEN_OVER, ((NoticeBody.Down) notices.get(0).body()).reason());
        assertEquals(after, ((NoticeBody.Up) notices.get(1).body()).stream().alias());
    }

    @Test
    void whoWasDisplacedIsToldAgainWhenItsReportShowsThatItDoesNotKnow() {
        TestPeer camera = new TestPeer(broker, CAMERA).open();
        long before = camera.announce("cam");
        new TestPeer(broker, OTHER).open().announce("cam");
        camera.receive();
        camera.report(List.of(new LanePosition(before, 8, 1000)), List.of());

        assertEquals(List.of(new End(0, before, EndReason.TAKEN_OVER)), camera.receive(End.class));
    }

    @Test
    void aClientThatBeginsAnewFromItsSocketDoesNotDisplaceItself() {
        TestPeer camera = new TestPeer(broker, CAMERA).open();
        camera.announce("cam");
        int before = broker.sent.size();
        TestPeer again = new TestPeer(broker, CAMERA);
        Answer answer = again.open(TestPeer.announcement(1, "cam", 1, 0, 8));

        assertInstanceOf(AnnounceOk.class, answer);
        assertEquals(before + 2, broker.sent.size(), "a RETRY and a WELCOME, no END");
        assertEquals(1, broker.core.snapshot(broker.now).streams().size());
    }

    @Test
    void anotherOwnerIsRefusedWhileTheIncumbentAnswers() {
        TestPeer camera = new TestPeer(broker, CAMERA).open();
        long alias = camera.announce("cam");
        TestPeer other = new TestPeer(broker, OTHER).open();
        other.send(TestPeer.announcement(9, "cam", 2, 0, 8));
        assertEquals(List.of(), other.receive(Answer.class));
        Ping ping = camera.receive(Ping.class).getFirst();
        broker.advance(50 * MILLIS);
        camera.send(new Pong(ping.token()));

        assertEquals(
                ErrorCode.ID_TAKEN,
                assertInstanceOf(Refused.class, other.receive(Answer.class).getFirst())
                        .code());
        assertEquals(
                alias, broker.core.snapshot(broker.now).streams().getFirst().alias());
    }

    @Test
    void anotherOwnerHasTheIdOnceTheIncumbentLeftFivePingsUnanswered() {
        TestPeer camera = new TestPeer(broker, CAMERA).open();
        camera.announce("cam");
        TestPeer other = new TestPeer(broker, OTHER).open();
        other.send(TestPeer.announcement(9, "cam", 2, 0, 8));
        broker.advance(999 * MILLIS);
        other.send(TestPeer.announcement(9, "cam", 2, 0, 8));
        assertEquals(List.of(), other.receive(Answer.class));
        assertEquals(5, camera.receive(Ping.class).size());
        broker.advance(MILLIS);

        assertInstanceOf(AnnounceOk.class, other.receive(Answer.class).getFirst());
        assertEquals(1, broker.core.snapshot(broker.now).streams().size());
    }

    @Test
    void anAnnouncementInAHelloIsAnsweredWhenTheContestIsOver() {
        TestPeer camera = new TestPeer(broker, CAMERA).open();
        camera.announce("cam");
        TestPeer other = new TestPeer(broker, OTHER);
        NoiseInitiator noise =
                other.secondHello(other.hello(), TestPeer.announcement(9, "cam", 2, 0, 8), "", new byte[0]);
        broker.advance(500 * MILLIS);
        broker.receive(OTHER, other.lastHello);
        broker.advance(500 * MILLIS);

        assertInstanceOf(AnnounceOk.class, other.welcome(noise).answer());
        assertEquals(2, broker.core.snapshot(broker.now).sessions());
    }

    @Test
    void aSilentProducerIsAskedAfterASecondAndGoneAfterThree() {
        TestPeer camera = new TestPeer(broker, CAMERA).open();
        long alias = camera.announce("cam");
        TestPeer viewer = new TestPeer(broker, VIEWER).open();
        viewer.subscribe("cam");
        viewer.receive();
        broker.advance(999 * MILLIS);
        assertEquals(List.of(), camera.receive(Ping.class));
        broker.advance(MILLIS);
        assertEquals(1, camera.receive(Ping.class).size());
        broker.advance(1999 * MILLIS);
        assertEquals(1, broker.core.snapshot(broker.now).streams().size());
        broker.advance(MILLIS);

        assertEquals(List.of(), broker.core.snapshot(broker.now).streams());
        NoticeBody.Down down =
                (NoticeBody.Down) viewer.receive(Notice.class).getFirst().body();
        assertEquals(EndReason.TIMED_OUT, down.reason());
        camera.report(List.of(new LanePosition(alias, 8, 1000)), List.of());
        assertEquals(EndReason.TIMED_OUT, camera.receive(End.class).getFirst().reason());
        assertEquals(1, broker.core.snapshot(broker.now).waiting());
    }

    @Test
    void mediaIsASignOfLife() {
        TestPeer camera = new TestPeer(broker, CAMERA).open();
        long alias = camera.announce("cam");
        int sequence = 1000;
        for (int frame = 0; frame < 20; frame++) {
            sequence = camera.frame(alias, sequence, frame, 1, true);
            broker.advance(500 * MILLIS);
        }

        assertEquals(1, broker.core.snapshot(broker.now).streams().size());
        assertEquals(List.of(), camera.receive(Ping.class).stream().skip(1).toList());
    }

    @Test
    void anEndIsAnsweredHoweverOftenItIsSaidAndTheTailCanStillBeAskedFor() {
        TestPeer camera = new TestPeer(broker, CAMERA).open();
        long alias = camera.announce("cam");
        TestPeer viewer = new TestPeer(broker, VIEWER).open();
        viewer.subscribe("cam");
        camera.frame(alias, 1000, 0, 3, true);
        ControlPacket end = new End(4, alias, EndReason.ENDED);
        assertEquals(end, camera.ask((End) end));
        assertEquals(end, camera.ask((End) end));
        NoticeBody.Down down =
                (NoticeBody.Down) viewer.receive(Notice.class).getLast().body();
        assertEquals(new LanePosition(alias, 8, 1003), down.last().get(1));

        broker.advance(2 * SECONDS);
        broker.media.clear();
        viewer.nack(alias, 8, 1002, 1);
        assertEquals(1, broker.mediaTo(VIEWER).size());
        broker.advance(2 * SECONDS);
        viewer.nack(alias, 8, 1001, 1);
        assertEquals(1, broker.mediaTo(VIEWER).size());
        assertEquals(0, broker.core.snapshot(broker.now).streams().size());
    }

    @Test
    void theProducersClockReachesTheSubscriber() {
        TestPeer camera = new TestPeer(broker, CAMERA).open();
        long alias = camera.announce("cam");
        TestPeer viewer = new TestPeer(broker, VIEWER).open();
        viewer.subscribe("cam");
        camera.report();
        Ping ping = camera.receive(Ping.class).getFirst();
        broker.advance(20 * MILLIS);
        // Its wall clock is 5 s behind the broker's, and the answer takes 10 ms.
        long cameraMicros = broker.now / 1000 + 1_700_000_000_000_000L - 5_000_000 - 10_000;
        camera.send(new Pong(ping.token(), cameraMicros * 1000));
        viewer.report();

        ReportAck ack = viewer.receive(ReportAck.class).getFirst();
        assertEquals(alias, ack.clocks().getFirst().alias());
        assertEquals(5_000_000, ack.clocks().getFirst().offsetMicros());
        assertEquals(10_003, ack.clocks().getFirst().uncertaintyMicros());
    }
}
