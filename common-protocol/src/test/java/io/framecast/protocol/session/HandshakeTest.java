package io.framecast.protocol.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.crypto.Secret;
import io.framecast.protocol.wire.ControlPacket.Announce;
import io.framecast.protocol.wire.ControlPacket.Close;
import io.framecast.protocol.wire.ControlPacket.CloseReason;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import io.framecast.protocol.wire.ControlPacket.Metadata;
import io.framecast.protocol.wire.ControlPacket.Refused;
import io.framecast.protocol.wire.ControlPacket.Subscribe;
import io.framecast.protocol.wire.ControlPacket.Update;
import io.framecast.protocol.wire.Handshake.HelloBody;
import io.framecast.protocol.wire.Handshake.Versions;
import io.framecast.protocol.wire.Handshake.Welcome;
import io.framecast.sim.Link;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandshakeTest {

    private static final Secret SECRET = Secret.parse(Secret.generate(new byte[32]));

    @Test
    void isInAfterTwoRoundTripsWithTheFirstRequestAnswered() {
        Rig rig = new Rig(1);
        long start = rig.now();
        rig.subscribe("1AAA99");
        rig.runMillis(100);
        assertEquals(40 * Rig.MILLI, rig.events.getFirst().atNanos() - start);
        assertFalse(rig.only(ClientAction.SessionUp.class).again());
        assertEquals("1AAA99", rig.only(ClientAction.Waiting.class).producerId());
        assertArrayEquals(
                rig.broker.publicKey(), rig.only(ClientAction.BrokerKey.class).key());
        assertEquals(0, rig.broker.packets(Subscribe.class).size(), "it went with the HELLO");
        rig.close();
    }

    @Test
    void repeatsTheFirstHelloForEver() {
        Rig rig = new Rig(2);
        rig.broker.answersHellos = false;
        rig.subscribe("1AAA99");
        rig.runMillis(30_000);
        assertDistances(rig.broker.firstHellos, 250, 250, 250, 500, 1000, 2000, 2000, 2000, 2000);
        rig.broker.answersHellos = true;
        rig.runMillis(5_000);
        rig.only(ClientAction.SessionUp.class);
        rig.close();
    }

    @Test
    void repeatsTheSecondHelloForFourSecondsAndThenStartsAgain() {
        Rig rig = new Rig(3);
        rig.broker.answersSecondHellos = false;
        rig.subscribe("1AAA99");
        rig.runMillis(9_000);
        assertDistances(rig.broker.secondHellos, 250, 250, 250, 500, 1000);
        assertDistances(rig.broker.firstHellos, 4020);
        rig.broker.answersSecondHellos = true;
        rig.runMillis(2_000);
        rig.only(ClientAction.SessionUp.class);
        rig.close();
    }

    private static void assertDistances(List<Long> times, long... millis) {
        List<Long> distances = new ArrayList<>();
        List<Long> once = times.stream().distinct().toList();
        for (int i = 0; i < millis.length; i++) {
            long distance = (once.get(i + 1) - once.get(i)) / Rig.MILLI;
            distances.add(distance);
            assertTrue(
                    Math.abs(distance - millis[i]) <= millis[i] / 10,
                    "distances so far " + distances + " ms of " + times);
        }
    }

    @Test
    void comesUpUnderThirtyPercentLossInBursts() {
        for (long seed = 0; seed < 50; seed++) {
            Rig rig = new Rig(seed);
            rig.network.defaultLink(Link.ofMillis(15).withLoss(0.3, 3));
            rig.subscribe("1AAA99");
            rig.runMillis(60_000);
            assertTrue(
                    rig.client.up(),
                    "seed " + seed + ", HELLOs heard at " + rig.broker.firstHellos + " and " + rig.broker.secondHellos);
            rig.close();
        }
    }

    @Test
    void comesUpWhereAThirdIsDamagedOnTheWay() {
        for (long seed = 0; seed < 20; seed++) {
            Rig rig = new Rig(seed);
            rig.network.defaultLink(Link.ofMillis(15).withCorruption(0.3));
            rig.subscribe("1AAA99");
            rig.runMillis(60_000);
            assertTrue(rig.client.up(), "seed " + seed);
            rig.close();
        }
    }

    @Test
    void joinsOverAPathOfThreeQuartersOfASecond() {
        Rig rig = new Rig(4);
        rig.network.defaultLink(Link.ofMillis(750));
        rig.subscribe("1AAA99");
        rig.runMillis(5_000);
        rig.only(ClientAction.SessionUp.class);
        rig.only(ClientAction.Waiting.class);
        rig.close();
    }

    @Test
    void aForgedWelcomeLeavesNoTrace() {
        Rig rig = new Rig(5);
        rig.broker.answersSecondHellos = false;
        byte[][] random = new byte[1][];
        rig.subscribe("1AAA99");
        rig.runMillis(100);
        random[0] = rig.broker.lastRandom;
        rig.broker.send(new Welcome(77, random[0], new byte[100]));
        rig.broker.answersSecondHellos = true;
        rig.runMillis(1_000);
        assertEquals(
                rig.broker.sessionId(), rig.only(ClientAction.SessionUp.class).sessionId());
        rig.close();
    }

    @Test
    void aWrongSecretIsSaidAtOnceAndNothingIsAskedFor() {
        Rig rig = new Rig(6, SECRET, "", null, false, false, 0);
        byte[] other = new byte[32];
        other[0] = 1;
        rig.broker.secret = Secret.parse(Secret.generate(other));
        rig.subscribe("1AAA99");
        rig.runMillis(20);
        assertEquals(
                ErrorCode.WRONG_SECRET, rig.only(ClientAction.Refused.class).code());
        rig.runMillis(60_000);
        assertEquals(1, rig.broker.firstHellos.size());
        assertEquals(0, rig.broker.secondHellos.size());
        rig.close();
    }

    @Test
    void aHolderOfTheSecretDoesNotJoinABrokerWithoutOne() {
        Rig rig = new Rig(7, SECRET, "", null, false, false, 0);
        rig.subscribe("1AAA99");
        rig.runMillis(100);
        assertEquals(
                ErrorCode.WRONG_SECRET, rig.only(ClientAction.Refused.class).code());
        rig.close();
    }

    @Test
    void provesTheSecret() {
        Rig rig = new Rig(8, SECRET, "token", null, false, false, 0);
        rig.broker.secret = SECRET;
        rig.subscribe("1AAA99");
        rig.runMillis(100);
        rig.only(ClientAction.SessionUp.class);
        assertEquals(32, rig.broker.bodies.getFirst().proof().length);
        assertEquals("token", rig.broker.bodies.getFirst().token(), "the pin proved the key");
        rig.close();
    }

    @Test
    void keepsATokenBackFromABrokerWhoseKeyIsNotKnown() {
        Rig rig = new Rig(9, null, "token", null, false, false, 0);
        rig.broker.answers = request -> new Refused(request.requestId(), ErrorCode.SECRET_REQUIRED, "no right");
        rig.subscribe("1AAA99");
        rig.runMillis(100);
        assertEquals("", rig.broker.bodies.getFirst().token());
        assertTrue(rig.only(ClientAction.Refused.class).detail().contains("ticket"));
        rig.close();
    }

    /** A key that was only seen before, with a token from elsewhere. */
    private static Rig seenBefore(long seed, byte[] key) {
        return new Rig(
                seed,
                random -> new ClientConfig(null, "token", key, false, false, EndToEndMode.NONE, random, 0, false),
                0);
    }

    @Test
    void keepsATokenBackFromABrokerThatWasOnlySeenBeforeHoweverOftenItIsMet() {
        Rig rig = seenBefore(20, new Rig(20).broker.publicKey());
        rig.subscribe("1AAA99");
        rig.runMillis(200);
        rig.broker.forget();
        rig.runMillis(3_000);
        assertEquals(
                List.of("", ""),
                rig.broker.bodies.stream().map(HelloBody::token).toList());
        rig.close();
    }

    @Test
    void keepsATokenBackFromAnotherKeyThanTheOneBeforeEvenWhenItComesBack() {
        Rig rig = seenBefore(21, new byte[32]);
        rig.subscribe("1AAA99");
        rig.runMillis(200);
        assertTrue(rig.only(ClientAction.BrokerKey.class).changed());
        rig.broker.send(new Close(CloseReason.DONE));
        rig.broker.forget();
        rig.runMillis(3_000);
        assertEquals(
                List.of("", ""),
                rig.broker.bodies.stream().map(HelloBody::token).toList());
        rig.close();
    }

    @Test
    void keepsARenewedTokenBackInASessionWithABrokerThatNobodyVouchesFor() {
        Rig rig = seenBefore(22, new Rig(22).broker.publicKey());
        rig.subscribe("1AAA99");
        rig.runMillis(200);
        rig.client.update("new", rig.now(), rig::out);
        rig.runMillis(200);
        assertEquals(List.of(), rig.broker.packets(Update.class));
        assertTrue(rig.only(ClientAction.TokenRefused.class).detail().contains("kept back"));
        assertTrue(rig.client.up());
        rig.close();
    }

    @Test
    void sendsATokenToTheBrokerThatWasExpected() {
        byte[] key = new Rig(10).broker.publicKey();
        Rig rig = new Rig(10, null, "token", key, true, false, 0);
        rig.subscribe("1AAA99");
        rig.runMillis(100);
        assertEquals("token", rig.broker.bodies.getFirst().token());
        assertFalse(rig.only(ClientAction.BrokerKey.class).changed());
        rig.close();
    }

    @Test
    void refusesAnotherKeyThanExpectedWhereThatIsWanted() {
        Rig rig = new Rig(11, null, "", new byte[32], true, false, 0);
        rig.subscribe("1AAA99");
        rig.runMillis(10_000);
        assertTrue(rig.only(ClientAction.BrokerKey.class).changed());
        rig.only(ClientAction.Refused.class);
        assertEquals(0, rig.broker.secondHellos.size());
        rig.close();
    }

    @Test
    void refusesAnotherKeyFromTheMomentThatThatIsWanted() {
        Rig rig = new Rig(23, null, "", new byte[32], false, false, 0);
        rig.client.insistOnKey();
        rig.subscribe("1AAA99");
        rig.runMillis(10_000);
        rig.only(ClientAction.Refused.class);
        assertEquals(0, rig.broker.secondHellos.size());
        rig.close();
    }

    @Test
    void reportsAnotherKeyThanExpectedAndGoesOnWhereThatIsWanted() {
        Rig rig = new Rig(12, null, "token", new byte[32], false, false, 0);
        rig.subscribe("1AAA99");
        rig.runMillis(100);
        assertTrue(rig.only(ClientAction.BrokerKey.class).changed());
        rig.only(ClientAction.SessionUp.class);
        assertEquals("", rig.broker.bodies.getFirst().token());
        rig.close();
    }

    @Test
    void refusedRightsAreFinalUntilTheCallerActs() {
        Rig rig = new Rig(13);
        rig.broker.answers = request -> new Refused(request.requestId(), ErrorCode.SECRET_REQUIRED, "no right");
        rig.subscribe("1AAA99");
        rig.runMillis(60_000);
        ClientAction.Refused refused = rig.only(ClientAction.Refused.class);
        assertEquals(ErrorCode.SECRET_REQUIRED, refused.code());
        assertEquals(null, refused.producerId());
        assertEquals(1, rig.broker.secondHellos.size());
        rig.broker.answers = rig.broker::usual;
        rig.client.update("", rig.now(), rig::out);
        rig.runMillis(100);
        assertEquals("1AAA99", rig.only(ClientAction.Waiting.class).producerId());
        rig.close();
    }

    @Test
    void aRightThatIsMissingForOneIdSparesTheOthers() {
        Rig rig = new Rig(14);
        rig.broker.answers = request ->
                request instanceof Subscribe wanted && wanted.producerId().equals("secret")
                        ? new Refused(request.requestId(), ErrorCode.NOT_ALLOWED, "no right")
                        : rig.broker.usual(request);
        rig.subscribe("secret");
        rig.subscribe("1AAA99");
        rig.runMillis(200);
        assertEquals("secret", rig.only(ClientAction.Refused.class).producerId());
        assertEquals("1AAA99", rig.only(ClientAction.Waiting.class).producerId());
        rig.close();
    }

    @Test
    void asksForLittleInTheHelloWhereTokenAndMetadataDoNotFitTogether() {
        byte[] key = new Rig(15).broker.publicKey();
        Rig rig = new Rig(15, null, "t".repeat(900), key, true, false, 0);
        Metadata metadata = new Metadata("t".repeat(200), List.of(), "vp8", 0, 0, 0, 0);
        rig.client.publish(new Publication("1AAA99", new byte[32], metadata, List.of(1), 1200), rig.now(), rig::out);
        rig.runMillis(200);
        assertEquals(1, rig.broker.packets(Announce.class).size());
        rig.only(ClientAction.Published.class);
        rig.close();
    }

    @Test
    void greaseIsIgnored() {
        Rig rig = new Rig(16, null, "", null, false, true, 0);
        rig.subscribe("1AAA99");
        rig.subscribe("2BBB99");
        rig.runMillis(10_000);
        assertEquals(2, rig.actions(ClientAction.Waiting.class).size());
        assertEquals(1, rig.actions(ClientAction.SessionUp.class).size());
        rig.close();
    }

    @Test
    void saysThatABrokerSpeaksOtherVersions() {
        Rig rig = new Rig(17);
        rig.broker.answersHellos = false;
        rig.subscribe("1AAA99");
        rig.runMillis(20);
        rig.broker.send(new Versions(new byte[16], List.of(9)));
        rig.runMillis(20);
        assertEquals(0, rig.actions(ClientAction.Refused.class).size(), "it does not know our random");
        rig.broker.send(new Versions(rig.broker.lastRandom, List.of(9)));
        rig.runMillis(20);
        assertEquals(ErrorCode.UNSUPPORTED, rig.only(ClientAction.Refused.class).code());
        rig.close();
    }
}
