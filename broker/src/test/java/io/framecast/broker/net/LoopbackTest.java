package io.framecast.broker.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.broker.core.BrokerCounter;
import io.framecast.client.ClientEvent;
import io.framecast.client.ClientOptions;
import io.framecast.client.FramecastClient;
import io.framecast.protocol.wire.ControlPacket.StreamEntry;
import io.framecast.transport.TransportKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Producer, broker and subscribers over real sockets. */
class LoopbackTest {

    @TempDir
    Path state;

    @Test
    void threeThousandFramesArriveByteIdenticalInOrderTheLastOneIncluded() throws Exception {
        try (Rig rig = new Rig(state)) {
            // The subscriber is there first; the id is not live yet.
            Viewer viewer = new Viewer(rig.client(), "1AAA99");
            Await.until("the subscription waits", () -> viewer.is("waiting"));
            Source source = new Source(rig.client(), "1AAA99");
            Await.until("live", () -> source.live() && viewer.is("up"));

            long seed = 42;
            Random random = new Random(seed);
            List<byte[]> sent = new ArrayList<>();
            for (int i = 0; i < 3000; i++) {
                byte[] payload = new byte[size(i, random)];
                random.nextBytes(payload);
                sent.add(payload);
                source.send(payload);
                // As a source that is paced would; the window keeps a slow machine from queueing seconds of it.
                int window = i - 20;
                Await.until("frame " + window, () -> viewer.count() > window);
            }
            source.publication.end().get(5, TimeUnit.SECONDS);
            Await.until("the end is told", () -> viewer.is("down ENDED"));

            assertEquals(3000, viewer.count(), "seed " + seed);
            for (int i = 0; i < 3000; i++) {
                assertArrayEquals(sent.get(i), viewer.frames.get(i).payload(), "frame " + i + ", seed " + seed);
            }
            assertEquals(List.of(Source.CATALOG), viewer.catalogs);
            assertEquals(3000, viewer.subscription.stats().frames());
            assertEquals(0, viewer.subscription.stats().framesBroken());
        }
    }

    /** 1 B to 1 MB: mostly small pictures, now and then a very large one. */
    private static int size(int i, Random random) {
        if (i == 0) {
            return 1;
        }
        if (i % 500 == 250) {
            return 1_000_000;
        }
        return i % 10 == 0 ? 1 + random.nextInt(100_000) : 1 + random.nextInt(6000);
    }

    @ParameterizedTest
    @EnumSource
    void everyKindOfTransportCarriesTheSameFrames(TransportKind kind) throws Exception {
        Assumptions.assumeTrue(kind.supported());
        try (Rig rig = new Rig(state, options -> options.withTransport(kind))) {
            Viewer viewer = new Viewer(rig.client(rig.toBroker().withTransport(kind)), "a/b");
            Source source = new Source(rig.client(rig.toBroker().withTransport(kind)), "a/b");
            Await.until("live", () -> source.live() && viewer.is("up"));
            for (int i = 0; i < 50; i++) {
                source.send(50_000);
                int frames = i;
                Await.until("frame " + i, () -> viewer.count() > frames);
            }
        }
    }

    @Test
    void aLateSubscriberStartsAtTheNewestKeyFrame() throws Exception {
        try (Rig rig = new Rig(state)) {
            Source source = new Source(rig.client(), "late");
            Await.until("live", source::live);
            for (int i = 0; i < 10; i++) {
                source.send(3000 + i);
            }
            Await.until("the broker has them", () -> mediaReceived(rig) >= 30);
            Viewer viewer = new Viewer(rig.client(), "late");
            Await.until("the newest frame", () -> viewer.count() > 0);
            assertEquals(3009, viewer.frames.getFirst().payload().length);
            assertFalse(viewer.catalogs.isEmpty());
        }
    }

    private static long mediaReceived(Rig rig) {
        return rig.broker().counters().get(BrokerCounter.MEDIA_RECEIVED);
    }

    @Test
    void listTellsWhatIsLive() throws Exception {
        try (Rig rig = new Rig(state)) {
            FramecastClient client = rig.client();
            assertEquals(List.of(), client.list("").get(5, TimeUnit.SECONDS));
            Source one = new Source(client, "cam/1");
            Source two = new Source(client, "cam/2");
            Source other = new Source(client, "other");
            Await.until("all live", () -> one.live() && two.live() && other.live());
            Viewer viewer = new Viewer(rig.client(), "cam/2");
            Await.until("subscribed", () -> viewer.is("up"));

            List<StreamEntry> all = client.list("").get(5, TimeUnit.SECONDS);
            assertEquals(
                    List.of("cam/1", "cam/2", "other"),
                    all.stream().map(StreamEntry::producerId).toList());
            List<StreamEntry> some = client.list("cam/").get(5, TimeUnit.SECONDS);
            assertEquals(2, some.size());
            assertEquals("a title", some.getFirst().metadata().title());
            assertEquals("mjpeg", some.getFirst().metadata().codec());
            assertEquals(30_000, some.getFirst().metadata().milliFps());
            assertEquals(1, some.getLast().viewers());
        }
    }

    @Test
    void noMediaComesAHundredMillisecondsAfterTheAnswerToUnsubscribe() throws Exception {
        try (Rig rig = new Rig(state);
                UdpRelay relay = new UdpRelay(rig.address())) {
            Source one = new Source(rig.client(), "one");
            Source two = new Source(rig.client(), "two");
            FramecastClient client = rig.client(ClientOptions.to(relay.address()));
            Viewer first = new Viewer(client, "one");
            Viewer second = new Viewer(client, "two");
            try (var runs = one.run();
                    var runsToo = two.run()) {
                Await.until("both flow", () -> first.count() > 5 && second.count() > 5);
                assertTrue(runs.sent() > 5 && runsToo.sent() > 5);
                first.subscription.close().get(5, TimeUnit.SECONDS);
                long answered = System.nanoTime();
                int seen = first.count();
                int other = second.count();
                Await.until("the other goes on", () -> second.count() > other + 15);

                long late = answered + TimeUnit.MILLISECONDS.toNanos(100);
                assertEquals(
                        1,
                        relay.after(late).stream()
                                .mapToInt(UdpRelay.Media::alias)
                                .distinct()
                                .count());
                assertEquals(seen, first.count());
            }
        }
    }

    @Test
    void anotherLocalPortInMidStreamKeepsTheSession() throws Exception {
        try (Rig rig = new Rig(state)) {
            Source source = new Source(rig.client(), "nat");
            FramecastClient client = rig.client();
            List<ClientEvent> events = Rig.events(client);
            Await.until("live", source::live);
            Viewer viewer = new Viewer(client, "nat");
            try (var running = source.run()) {
                Await.until("it flows", () -> viewer.count() > 10);
                int before = viewer.count();
                client.rebind();
                Duration gap = Await.until("it flows again", () -> viewer.count() > before + 30);
                assertTrue(gap.toMillis() < 3000, "took " + gap + " while " + running.sent() + " were sent");
            }
            assertEquals(1, Rig.of(events, ClientEvent.Connected.class).size(), events::toString);
            assertEquals(
                    1,
                    rig.broker()
                            .snapshot()
                            .get(5, TimeUnit.SECONDS)
                            .streams()
                            .getFirst()
                            .subscribers());
            assertEquals(List.of("up"), viewer.states);
            assertEquals(1, rig.broker().counters().get(BrokerCounter.SESSIONS_MOVED));
        }
    }
}
