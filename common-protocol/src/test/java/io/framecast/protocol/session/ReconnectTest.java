package io.framecast.protocol.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.session.ClientAction.SessionLost.Reason;
import io.framecast.protocol.wire.ControlPacket.Announce;
import io.framecast.protocol.wire.ControlPacket.Answer;
import io.framecast.protocol.wire.ControlPacket.Close;
import io.framecast.protocol.wire.ControlPacket.CloseReason;
import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import io.framecast.protocol.wire.ControlPacket.NoticeBody;
import io.framecast.protocol.wire.ControlPacket.Request;
import io.framecast.protocol.wire.ControlPacket.StreamInfo;
import io.framecast.protocol.wire.ControlPacket.Subscribe;
import io.framecast.protocol.wire.ControlPacket.SubscribeOk;
import io.framecast.protocol.wire.Handshake.NoSession;
import io.framecast.sim.Link;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReconnectTest {

    private static Answer live(Rig rig, Request request, @Nullable StreamInfo stream) {
        return request instanceof Subscribe subscribe
                ? new SubscribeOk(
                        subscribe.requestId(),
                        subscribe.producerId(),
                        subscribe.producerId().equals("1AAA99") ? stream : null)
                : rig.broker.usual(request);
    }

    @Test
    void comesBackOverALongPathOfWhichLittleIsKnown() {
        Rig rig = new Rig(9);
        rig.network.defaultLink(Link.ofMillis(1_000));
        rig.subscribe("1AAA99");
        rig.runMillis(7_000);
        rig.only(ClientAction.SessionUp.class);
        rig.broker.forget();
        rig.runMillis(40_000);

        assertEquals(2, rig.actions(ClientAction.SessionUp.class).size());
        rig.close();
    }

    @Test
    void restoresEverythingAfterTheBrokerWasRestarted() {
        Rig rig = new Rig(1);
        TestStream before = new TestStream(5, 100);
        TestStream after = new TestStream(5, 99, 100);
        rig.broker.answers = request -> live(rig, request, before.info());
        rig.subscribe("1AAA99");
        rig.subscribe("2BBB99");
        Publisher publisher = rig.publish("3CCC99", 1);
        rig.runMillis(200);
        long first = rig.broker.sessionId();
        before.frame(true, 3000).forEach(rig.broker::sendMedia);
        rig.runMillis(50);
        assertEquals(1, rig.frames().size());

        rig.broker.forget();
        rig.broker.bodies.clear();
        rig.broker.received.clear();
        rig.broker.answers = request -> live(rig, request, after.info());
        rig.runMillis(2_000);

        assertNotEquals(first, rig.broker.sessionId());
        assertEquals(
                Reason.UNKNOWN_TO_BROKER,
                rig.only(ClientAction.SessionLost.class).reason());
        assertTrue(rig.actions(ClientAction.SessionUp.class).getLast().again());
        assertEquals(
                List.of("1AAA99", "2BBB99", "3CCC99"),
                Stream.concat(
                                rig.broker.packets(Subscribe.class).stream().map(Subscribe::producerId),
                                rig.broker.bodies.stream().map(body -> ((Announce) body.request()).producerId()))
                        .sorted()
                        .toList());
        assertEquals("1AAA99", rig.only(ClientAction.Down.class).producerId());
        assertEquals("1AAA99", rig.only(ClientAction.Up.class).producerId());
        assertEquals(2, rig.actions(ClientAction.Published.class).size());
        assertTrue(publisher.live());

        // The alias is the same number, the stream is another: nothing of the old one is delivered any more.
        before.frame(true, 3000).forEach(rig.broker::sendMedia);
        rig.runMillis(50);
        assertEquals(1, rig.frames().size());
        after.frame(true, 3000).forEach(rig.broker::sendMedia);
        rig.runMillis(50);
        assertEquals(2, rig.frames().size());
        rig.close();
    }

    @Test
    void aStreamThatGoesOnInANewSessionIsNotInterrupted() {
        Rig rig = new Rig(2);
        TestStream stream = new TestStream(5, 100);
        rig.broker.answers = request -> live(rig, request, stream.info());
        rig.subscribe("1AAA99");
        rig.runMillis(200);
        stream.frame(true, 3000).forEach(rig.broker::sendMedia);
        rig.runMillis(50);
        rig.broker.forget();
        rig.runMillis(2_000);
        stream.frame(false, 3000).forEach(rig.broker::sendMedia);
        rig.runMillis(50);
        assertEquals(2, rig.actions(ClientAction.SessionUp.class).size());
        assertEquals(0, rig.actions(ClientAction.Down.class).size());
        assertEquals(0, rig.actions(ClientAction.Up.class).size());
        assertEquals(List.of(0L, 1L), rig.frames().stream().map(f -> f.number()).toList());
        rig.close();
    }

    @Test
    void aForgedNoSessionDoesNoHarm() {
        Rig rig = new Rig(3);
        TestStream stream = new TestStream(5, 100);
        rig.broker.answers = request -> live(rig, request, stream.info());
        rig.subscribe("1AAA99");
        rig.publish("3CCC99", 1);
        rig.runMillis(200);
        long session = rig.broker.sessionId();
        int hellos = rig.broker.firstHellos.size();
        for (int i = 0; i < 1_000; i++) {
            rig.broker.send(new NoSession(session));
            rig.broker.send(new NoSession(session + 1));
            rig.runMillis(10);
        }
        assertEquals(session, rig.broker.sessionId());
        assertEquals(1, rig.actions(ClientAction.SessionUp.class).size());
        assertEquals(0, rig.actions(ClientAction.SessionLost.class).size());
        assertEquals(1, rig.actions(ClientAction.Published.class).size());
        int searches = rig.broker.firstHellos.size() - hellos;
        assertTrue(searches <= 11, () -> searches + " HELLOs in 10 s");
        assertEquals(1, rig.broker.secondHellos.size());
        rig.close();
    }

    @Test
    void keepsItsSessionOverFiveSecondsOfNothing() {
        Rig rig = new Rig(4);
        rig.subscribe("1AAA99");
        rig.runMillis(200);
        rig.network.blackhole(Rig.BROKER, true);
        rig.runMillis(5_000);
        rig.network.blackhole(Rig.BROKER, false);
        rig.runMillis(5_000);
        assertEquals(0, rig.actions(ClientAction.SessionLost.class).size());
        assertEquals(1, rig.actions(ClientAction.SessionUp.class).size());
        rig.close();
    }

    @Test
    void saysThatTheBrokerIsAwayAfterTenSecondsAndThatTheSameSessionIsBack() {
        Rig rig = new Rig(5);
        rig.subscribe("1AAA99");
        rig.publish("3CCC99", 1);
        rig.runMillis(200);
        long session = rig.broker.sessionId();
        rig.network.blackhole(Rig.BROKER, true);
        rig.runMillis(25_000);
        assertEquals(Reason.SILENT, rig.only(ClientAction.SessionLost.class).reason());
        rig.network.blackhole(Rig.BROKER, false);
        rig.runMillis(10_000);
        assertEquals(session, rig.broker.sessionId());
        ClientAction.SessionUp again = rig.actions(ClientAction.SessionUp.class).getLast();
        assertEquals(session, again.sessionId());
        assertTrue(again.again());
        assertEquals(1, rig.broker.secondHellos.size());
        assertEquals(1, rig.actions(ClientAction.Published.class).size());
        rig.close();
    }

    @Test
    void findsABrokerThatComesBackAfterMinutes() {
        Rig rig = new Rig(6);
        rig.subscribe("1AAA99");
        rig.runMillis(200);
        rig.broker.silent = true;
        rig.broker.forget();
        rig.runMillis(300_000);
        rig.broker.silent = false;
        rig.runMillis(6_000);
        assertTrue(rig.actions(ClientAction.SessionUp.class).getLast().again());
        rig.close();
    }

    @Test
    void comesBackAfterTheBrokerHasGoneAway() {
        Rig rig = new Rig(7);
        rig.subscribe("1AAA99");
        rig.runMillis(200);
        long start = rig.now();
        rig.broker.notice(new NoticeBody.GoAway(3_000));
        rig.broker.send(new Close(CloseReason.GOING_AWAY));
        rig.broker.forget();
        rig.runMillis(2_500);
        assertEquals(3_000, rig.only(ClientAction.GoingAway.class).retryMillis());
        assertEquals(
                Reason.CLOSED_BY_BROKER,
                rig.only(ClientAction.SessionLost.class).reason());
        assertEquals(1, rig.broker.firstHellos.size());
        rig.runMillis(1_000);
        assertEquals(3_020 * Rig.MILLI, rig.broker.firstHellos.getLast() - start);
        assertTrue(rig.client.up());
        rig.close();
    }

    @Test
    void anExpiredTokenIsFinalUntilThereIsANewOne() {
        Rig rig = new Rig(8);
        rig.subscribe("1AAA99");
        rig.runMillis(200);
        rig.broker.send(new Close(CloseReason.TOKEN_EXPIRED));
        rig.broker.forget();
        rig.runMillis(60_000);
        assertEquals(
                ErrorCode.TOKEN_EXPIRED, rig.only(ClientAction.Refused.class).code());
        assertFalse(rig.client.up());
        rig.client.update("new", rig.now(), rig::out);
        rig.runMillis(200);
        assertTrue(rig.client.up());
        rig.close();
    }

    @Test
    void whatTheOperatorEndedStaysEndedForTheRestOfTheProcess() {
        Rig rig = new Rig(12);
        rig.subscribe("1AAA99");
        rig.runMillis(200);
        int hellos = rig.broker.firstHellos.size();
        rig.broker.send(new Close(CloseReason.REFUSED));
        rig.broker.forget();
        rig.runMillis(60_000);
        ClientAction.Refused refused = rig.only(ClientAction.Refused.class);
        assertEquals("the broker's operator has ended this session", refused.detail());
        assertEquals(null, refused.producerId());
        rig.client.update("new", rig.now(), rig::out);
        rig.subscribe("another");
        rig.runMillis(60_000);
        assertFalse(rig.client.up());
        assertEquals(hellos, rig.broker.firstHellos.size());
        assertEquals(3, rig.actions(ClientAction.Refused.class).size(), "who asks again is told again");
        rig.close();
    }

    @Test
    void aBrokerWithAnotherKeyIsReportedWhenItComesBack() {
        Rig rig = new Rig(9);
        rig.subscribe("1AAA99");
        rig.runMillis(200);
        rig.broker.changeKey();
        rig.broker.forget();
        rig.runMillis(3_000);
        assertTrue(rig.actions(ClientAction.BrokerKey.class).getLast().changed());
        assertTrue(rig.client.up());
        rig.close();
    }

    @Test
    void nothingOfTheOldAliasIsDeliveredOnceTheNewOneIsUp() {
        Rig rig = new Rig(10);
        TestStream before = new TestStream(5, 100);
        TestStream after = new TestStream(6, 100);
        rig.broker.answers = request -> live(rig, request, before.info());
        rig.subscribe("1AAA99");
        rig.runMillis(200);
        before.frame(true, 3000).forEach(rig.broker::sendMedia);
        rig.broker.notice(new NoticeBody.Up("1AAA99", after.info()));
        before.frame(false, 3000).forEach(rig.broker::sendMedia);
        after.frame(true, 3000).forEach(rig.broker::sendMedia);
        rig.runMillis(50);
        assertEquals(EndReason.TAKEN_OVER, rig.only(ClientAction.Down.class).reason());
        assertEquals(2, rig.frames().size());
        assertEquals(List.of(0L, 0L), rig.frames().stream().map(f -> f.number()).toList());
        rig.close();
    }
}
