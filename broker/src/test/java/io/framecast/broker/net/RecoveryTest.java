package io.framecast.broker.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.broker.core.BrokerCounter;
import io.framecast.client.ClientEvent;
import io.framecast.client.ClientOptions;
import io.framecast.client.FramecastClient;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes away comes back without a call; what is wrong is said. */
class RecoveryTest {

    @TempDir
    Path state;

    @Test
    void afterARestartOfTheBrokerFramesComeAgainWithinThreeSecondsWithoutACall() throws Exception {
        try (Rig rig = new Rig(state)) {
            FramecastClient client = rig.client();
            List<ClientEvent> events = Rig.events(client);
            Viewer viewer = new Viewer(client, "again");
            Source source = new Source(rig.client(), "again");
            try (var running = source.run()) {
                Await.until("it flows", () -> viewer.count() > 10);
                long stopping = System.nanoTime();
                rig.stop();
                assertTrue(System.nanoTime() - stopping < Duration.ofSeconds(2).toNanos());
                Await.until(
                        "it is told",
                        () -> !Rig.of(events, ClientEvent.GoingAway.class).isEmpty()
                                && !Rig.of(events, ClientEvent.Disconnected.class)
                                        .isEmpty());
                int before = viewer.count();
                int sent = running.sent();
                Await.until("a second without a broker", () -> running.sent() > sent + 30);

                rig.start();
                Await.until("frames again", Duration.ofSeconds(3), () -> viewer.count() > before);
                Await.until("up again", () -> viewer.is("up"));
            }
            List<ClientEvent.Connected> connected = Rig.of(events, ClientEvent.Connected.class);
            assertEquals(
                    List.of(false, true),
                    connected.stream().map(ClientEvent.Connected::again).toList());
        }
    }

    @Test
    void aBrokerThatIsStartedLastIsWaitedForAndThatIsSaidOnce() throws Exception {
        int port;
        try (DatagramSocket free = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            port = free.getLocalPort();
        }
        try (FramecastClient client = FramecastClient.connect(ClientOptions.to("127.0.0.1:" + port))) {
            List<ClientEvent> events = Rig.events(client);
            Viewer viewer = new Viewer(client, "x");
            Await.until(
                    "said", () -> !Rig.of(events, ClientEvent.BrokerAway.class).isEmpty());
            BrokerOptions options = BrokerOptions.at(state)
                    .withBind(ClientOptions.to("127.0.0.1:" + port).broker());
            try (Broker broker = Broker.start(options)) {
                Await.until("waiting", () -> viewer.is("waiting"));
                assertEquals(port, broker.address().getPort());
            }
            assertEquals(1, Rig.of(events, ClientEvent.BrokerAway.class).size());
        }
    }

    @Test
    void aNameThatDoesNotResolveIsSaidOnceAndTriedAgain() throws Exception {
        try (FramecastClient client = FramecastClient.connect(ClientOptions.to("nowhere.invalid"))) {
            List<ClientEvent> events = Rig.events(client);
            Viewer viewer = new Viewer(client, "x");
            Await.until("said", () -> !events.isEmpty());
            long start = System.nanoTime();
            Await.until(
                    "it was tried again",
                    () -> System.nanoTime() - start > Duration.ofMillis(4500).toNanos());
            assertEquals(1, events.size(), events::toString);
            assertEquals(ClientEvent.NotResolved.class, events.getFirst().getClass());
            viewer.subscription.close().get(1, TimeUnit.SECONDS);
        }
    }

    @Test
    void anotherProducerMayNotTakeAnIdAndTheSameOneMay() throws Exception {
        try (Rig rig = new Rig(state)) {
            FramecastClient owner = rig.client(rig.toBroker().withState(state.resolve("one")));
            Source first = new Source(owner, "cam");
            Await.until("live", first::live);
            Source stranger = new Source(rig.client(), "cam");
            Await.until("refused", () -> stranger.states.equals(List.of("refused ID_TAKEN")));

            Source again = new Source(rig.client(rig.toBroker().withState(state.resolve("one"))), "cam");
            Await.until("taken over", () -> again.live() && first.states.contains("displaced TAKEN_OVER"));
            first.publication.end().get(1, TimeUnit.SECONDS);
        }
    }

    @Test
    void aProducerThatVanishesIsToldAndItsReturnTooWithoutACall() throws Exception {
        try (Rig rig = new Rig(state)) {
            Viewer viewer = new Viewer(rig.client(), "cam");
            ClientOptions same = rig.toBroker().withState(state.resolve("one"));
            try (UdpRelay relay = new UdpRelay(rig.address())) {
                ClientOptions behind = ClientOptions.to(relay.address()).withState(state.resolve("one"));
                Source source = new Source(rig.client(behind), "cam");
                Await.until("live", source::live);
                source.send(5000);
                Await.until("a frame", () -> viewer.count() == 1);
            }
            Await.until("it is told", () -> viewer.is("down TIMED_OUT"));
            Source back = new Source(rig.client(same), "cam");
            Await.until("live", back::live);
            back.send(6000);
            Await.until("a frame", () -> viewer.count() == 2);
        }
    }

    @Test
    void aClientThatIsClosedSaysGoodBye() throws Exception {
        try (Rig rig = new Rig(state)) {
            for (int i = 0; i < 20; i++) {
                Viewer viewer = new Viewer(rig.client(), "x");
                Await.until("waiting", () -> viewer.is("waiting"));
            }
            Source source = new Source(rig.client(), "y");
            Await.until("live", source::live);
            rig.closeClients();
            Await.until(
                    "no session left",
                    Duration.ofSeconds(1),
                    () -> rig.broker().counters().get(BrokerCounter.SESSIONS_CLOSED) == 21);
        }
    }

    @Test
    void aClientMayBeClosedFromItsOwnCallback() throws Exception {
        try (Rig rig = new Rig(state)) {
            FramecastClient client = rig.client();
            client.onEvent(event -> {
                if (event instanceof ClientEvent.Connected) {
                    client.close();
                }
            });
            Viewer viewer = new Viewer(client, "x");
            Await.until("no session left", () -> rig.broker().counters().get(BrokerCounter.SESSIONS_CLOSED) == 1);
            viewer.subscription.close().get(1, TimeUnit.SECONDS);
        }
    }

    @Test
    void junkDatagramsChangeNothing() throws Exception {
        long seed = 5;
        Random random = new Random(seed);
        try (Rig rig = new Rig(state);
                DatagramSocket junk = new DatagramSocket()) {
            Source source = new Source(rig.client(), "x");
            Viewer viewer = new Viewer(rig.client(), "x");
            Await.until("up", () -> source.live() && viewer.is("up"));
            for (int i = 0; i < 3000; i++) {
                byte[] bytes = new byte[random.nextInt(1500)];
                random.nextBytes(bytes);
                if (bytes.length > 1 && random.nextBoolean()) {
                    bytes[0] = 0x09;
                }
                junk.send(new DatagramPacket(bytes, bytes.length, rig.address()));
                if (i % 100 == 0) {
                    source.send(20_000);
                    int frames = i / 100;
                    Await.until("frame, seed " + seed, () -> viewer.count() > frames);
                }
            }
            assertEquals(30, viewer.count());
        }
    }
}
