package io.framecast.protocol.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.session.ScriptedBroker.Received;
import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import io.framecast.protocol.wire.ControlPacket.ListOk;
import io.framecast.protocol.wire.ControlPacket.ListStreams;
import io.framecast.protocol.wire.ControlPacket.Metadata;
import io.framecast.protocol.wire.ControlPacket.Notice;
import io.framecast.protocol.wire.ControlPacket.NoticeBody;
import io.framecast.protocol.wire.ControlPacket.PathChallenge;
import io.framecast.protocol.wire.ControlPacket.PathResponse;
import io.framecast.protocol.wire.ControlPacket.Ping;
import io.framecast.protocol.wire.ControlPacket.Pong;
import io.framecast.protocol.wire.ControlPacket.Refused;
import io.framecast.protocol.wire.ControlPacket.Report;
import io.framecast.protocol.wire.ControlPacket.StreamEntry;
import io.framecast.protocol.wire.ControlPacket.Subscribe;
import io.framecast.protocol.wire.ControlPacket.Update;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SessionTest {

    private static Rig up(long seed) {
        Rig rig = new Rig(seed);
        rig.subscribe("1AAA99");
        rig.runMillis(200);
        assertTrue(rig.client.up());
        return rig;
    }

    @Test
    void repeatsARequestWithANewPacketNumberAndTheSameRequestId() {
        Rig rig = up(1);
        rig.broker.answers = request -> null;
        rig.subscribe("2BBB99");
        rig.runMillis(40_000);
        List<Received> tries = rig.broker.received(Subscribe.class);
        List<Long> distances = new ArrayList<>();
        for (int i = 1; i < tries.size(); i++) {
            distances.add((tries.get(i).atNanos() - tries.get(i - 1).atNanos()) / Rig.MILLI);
        }
        // The round trip is 20 ms and the least distance 50 ms; after six tries it begins again.
        assertEquals(List.of(60L, 120L, 240L, 480L, 960L, 1920L), distances.subList(0, 6), () -> "all " + distances);
        assertEquals(List.of(50L, 100L), distances.subList(6, 8), () -> "from the start: " + distances);
        assertEquals(
                1,
                tries.stream()
                        .map(one -> ((Subscribe) one.packet()).requestId())
                        .distinct()
                        .count());
        assertEquals(
                tries.size(), tries.stream().map(Received::number).distinct().count());
        rig.broker.answers = rig.broker::usual;
        rig.runMillis(2_000);
        assertEquals(2, rig.actions(ClientAction.Waiting.class).size());
        rig.close();
    }

    @Test
    void reportsOnceASecondGiveOrTakeATenth() {
        Rig rig = up(2);
        rig.broker.received.clear();
        rig.runMillis(20_000);
        List<Received> reports = rig.broker.received(Report.class);
        assertTrue(reports.size() >= 18 && reports.size() <= 22, () -> reports.size() + " in 20 s");
        assertTrue(new HashSet<>(distances(reports)).size() > 5, "jittered");
        rig.close();
    }

    @Test
    void reportsFastForHalfAMinuteWhenNobodyAnswersAndStartsTheSearchAfterTenSeconds() {
        Rig rig = up(3);
        rig.broker.received.clear();
        rig.broker.answersReports = false;
        rig.broker.answersPings = false;
        rig.broker.answersHellos = false;
        rig.runMillis(9_000);
        long soon = rig.broker.received(Report.class).size();
        assertTrue(soon >= 33 && soon <= 42, () -> soon + " reports in 9 s");
        rig.runMillis(40_000);
        rig.only(ClientAction.SessionLost.class);
        assertTrue(rig.broker.firstHellos.size() > 1);
        rig.broker.received.clear();
        rig.runMillis(10_000);
        long late = rig.broker.received(Report.class).size();
        assertTrue(late >= 9 && late <= 11, () -> late + " reports in 10 s");
        rig.close();
    }

    private static List<Long> distances(List<Received> packets) {
        List<Long> distances = new ArrayList<>();
        for (int i = 1; i < packets.size(); i++) {
            distances.add((packets.get(i).atNanos() - packets.get(i - 1).atNanos()) / Rig.MILLI);
        }
        return distances;
    }

    @Test
    void handlesNoticesOnceAndInOrderAndAcknowledgesEachAtOnce() {
        Rig rig = up(4);
        TestStream first = new TestStream(5, 0);
        TestStream second = new TestStream(6, 0);
        rig.broker.received.clear();
        rig.broker.send(new Notice(2, new NoticeBody.Down("1AAA99", 5, EndReason.ENDED, List.of())));
        rig.runMillis(20);
        assertEquals(0, rig.broker.packets(Report.class).getLast().noticesSeen());
        rig.broker.send(new Notice(1, new NoticeBody.Up("1AAA99", first.info())));
        rig.runMillis(20);
        assertEquals(2, rig.broker.packets(Report.class).getLast().noticesSeen());
        rig.broker.send(new Notice(1, new NoticeBody.Up("1AAA99", first.info())));
        rig.broker.send(new Notice(3, new NoticeBody.Up("1AAA99", second.info())));
        rig.runMillis(20);
        assertEquals(3, rig.broker.packets(Report.class).getLast().noticesSeen());
        assertEquals(
                List.of("Up", "Down", "Up"),
                rig.events.stream()
                        .map(event -> event.action().getClass().getSimpleName())
                        .filter(name -> name.equals("Up") || name.equals("Down"))
                        .toList());
        rig.close();
    }

    @Test
    void answersPingsAndPathChallenges() {
        Rig rig = up(5);
        rig.broker.send(new Ping(17));
        rig.broker.send(new PathChallenge(-5));
        rig.runMillis(20);
        assertEquals(17, rig.broker.packets(Pong.class).getLast().token());
        assertEquals(-5, rig.broker.packets(PathResponse.class).getLast().token());
        rig.close();
    }

    @Test
    void listsPageByPageAndInTheOrderOfTheCalls() {
        Rig rig = up(6);
        rig.broker.answers = request ->
                request instanceof ListStreams list && list.prefix().equals("1")
                        ? new ListOk(
                                list.requestId(),
                                List.of(entry(list.after() + "1")),
                                list.after().length() < 2)
                        : rig.broker.usual(request);
        rig.client.list("1", rig.now(), rig::out);
        rig.client.list("2", rig.now(), rig::out);
        rig.runMillis(1_000);
        List<ClientAction.Listed> listed = rig.actions(ClientAction.Listed.class);
        assertEquals(
                List.of("1", "11", "111"),
                listed.getFirst().streams().stream()
                        .map(StreamEntry::producerId)
                        .toList());
        assertEquals(List.of(), listed.get(1).streams());
        rig.close();
    }

    @Test
    void aListThatDoesNotEndIsNotFollowedForEver() {
        int perPage = 16;
        int[] asked = {0};
        Rig rig = up(8);
        rig.broker.answers = request -> {
            if (!(request instanceof ListStreams list)) {
                return rig.broker.usual(request);
            }
            int page = asked[0]++;
            List<StreamEntry> entries = IntStream.range(0, perPage)
                    .mapToObj(i -> new StreamEntry("%06d".formatted(page * perPage + i), SHORT, 0, 0, 0))
                    .toList();
            return new ListOk(list.requestId(), entries, true);
        };
        rig.client.list("", rig.now(), rig::out);
        rig.runMillis(10_000);
        assertTrue(rig.actions(ClientAction.Listed.class).isEmpty(), "it goes on as long as it may");
        rig.runMillis(200_000);
        assertEquals(
                ListRequests.MOST_ENTRIES,
                rig.only(ClientAction.Listed.class).streams().size());
        assertEquals(ListRequests.MOST_ENTRIES / perPage, asked[0]);
        rig.close();
    }

    private static final Metadata SHORT = new Metadata("", List.of(), "", 0, 0, 0, 0);

    private static StreamEntry entry(String producerId) {
        return new StreamEntry(producerId, Rig.METADATA, 0, 0, 0);
    }

    @Test
    void aListMayOpenTheSession() {
        Rig rig = new Rig(7);
        rig.client.list("", rig.now(), rig::out);
        rig.runMillis(100);
        assertEquals(List.of(), rig.only(ClientAction.Listed.class).streams());
        rig.close();
    }

    @Test
    void aRefusedListAndARefusedTokenEndNothing() {
        Rig rig = new Rig(8, null, "first", new Rig(8).broker.publicKey(), true, false, 0);
        rig.subscribe("1AAA99");
        rig.runMillis(200);
        rig.broker.answers = request -> new Refused(request.requestId(), ErrorCode.TOKEN_INVALID, "later no");
        rig.client.list("", rig.now(), rig::out);
        rig.client.update("other", rig.now(), rig::out);
        rig.runMillis(100);
        rig.only(ClientAction.ListRefused.class);
        rig.only(ClientAction.TokenRefused.class);
        rig.broker.answers = rig.broker::usual;
        rig.client.update("third", rig.now(), rig::out);
        rig.runMillis(100);
        rig.only(ClientAction.TokenAccepted.class);
        assertEquals("third", rig.broker.packets(Update.class).getLast().token());
        assertTrue(rig.client.up());
        rig.close();
    }

    @Test
    void asksAgainForWhatTheBrokerHasForgotten() {
        Rig rig = up(9);
        rig.broker.unknown.add("1AAA99");
        rig.runMillis(1_500);
        rig.broker.unknown.clear();
        rig.runMillis(3_000);
        long requests = rig.broker.packets(Subscribe.class).size();
        assertTrue(requests >= 1 && requests <= 2, () -> requests + " requests");
        assertEquals(1, rig.actions(ClientAction.Waiting.class).size(), "said once");
        rig.close();
    }

    @Test
    void packetNumbersWrap() {
        Rig rig = new Rig(10, null, "", null, false, false, (1L << 32) - 20);
        rig.broker.firstPacketNumber = (1L << 32) - 20;
        rig.subscribe("1AAA99");
        rig.runMillis(120_000);
        assertEquals(1, rig.actions(ClientAction.SessionUp.class).size());
        assertEquals(0, rig.actions(ClientAction.SessionLost.class).size());
        assertTrue(rig.broker.received.getLast().number() > 0, "beyond the wrap");
        assertTrue(rig.broker.received.getFirst().number() < 0, "before the wrap");
        rig.close();
    }

    @Test
    void manySubscriptionsAreReportedInSeveralPackets() {
        Rig rig = up(11);
        for (int i = 0; i < 40; i++) {
            rig.subscribe("x".repeat(60) + i);
        }
        rig.runMillis(500);
        rig.broker.received.clear();
        rig.runMillis(3_000);
        assertEquals(
                41,
                rig.broker.packets(Report.class).stream()
                        .flatMap(report -> report.subscribed().stream())
                        .distinct()
                        .count());
        rig.close();
    }
}
