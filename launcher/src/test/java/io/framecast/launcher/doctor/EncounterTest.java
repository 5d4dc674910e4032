package io.framecast.launcher.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.broker.net.Broker;
import io.framecast.broker.net.BrokerOptions;
import io.framecast.client.ClientOptions;
import io.framecast.client.FramecastClient;
import io.framecast.client.HostPort;
import io.framecast.client.Publication;
import io.framecast.client.PublishListener;
import io.framecast.client.PublishOptions;
import io.framecast.client.RunException;
import io.framecast.protocol.crypto.Passphrase;
import io.framecast.protocol.crypto.Secret;
import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Track;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real broker on loopback, met by the doctor. */
final class EncounterTest {

    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration WATCH = Duration.ofSeconds(2);
    private static final Catalog WITH_B_FRAMES =
            new Catalog(List.of(Track.video(1, "avc1.64001f", 640, 360, 30, 500_000, 2, "")));

    @TempDir
    Path folder;

    @Test
    void aBrokerIsMetItsClockReadAndItsStreamsAreLookedAt() throws RunException, InterruptedException {
        try (Broker broker = Broker.start(broker());
                FramecastClient producer = FramecastClient.connect(producer(broker))) {
            Publication publication = publish(producer, "cam/1");
            publication.send(1, true, false, System.currentTimeMillis() * 1000, new byte[500]);
            try (Encounter encounter = new Encounter(client(broker), true)) {
                BrokerFacts facts = encounter.broker(LONG);
                assertEquals(Verdict.OK, facts.finding().verdict(), facts::toString);
                assertTrue(facts.key().endsWith("seen for the first time"), facts::key);
                List<Finding> streams = encounter.streams(WATCH);
                assertTrue(streams.getFirst().says().startsWith("B-frames"), streams::toString);
                assertEquals("1 live", streams.getLast().says());
                assertNotNull(encounter.clock());
            }
            try (Encounter again = new Encounter(client(broker), true)) {
                assertTrue(again.broker(LONG).key().endsWith("known from before"));
            }
        }
    }

    @Test
    void anEncryptedStreamIsListedAndNotSubscribedTo() throws RunException, InterruptedException {
        try (Broker broker = Broker.start(broker());
                FramecastClient producer =
                        FramecastClient.connect(producer(broker).withPassphrase(new Passphrase("correct horse")))) {
            publish(producer, "sealed");
            try (Encounter encounter = new Encounter(client(broker), true)) {
                encounter.broker(LONG);
                List<Finding> streams = encounter.streams(WATCH);
                assertEquals(Verdict.UNKNOWN, streams.getFirst().verdict(), streams::toString);
            }
        }
    }

    @Test
    void aBrokerWithAnotherSecretRefuses() throws RunException, InterruptedException {
        try (Broker broker = Broker.start(broker().withSecret(Secret.parse("fcs1_" + "A".repeat(43))));
                Encounter encounter = new Encounter(client(broker), true)) {
            BrokerFacts facts = encounter.broker(LONG);
            assertFalse(facts.connected());
            assertEquals(Verdict.FAILED, facts.finding().verdict(), facts::toString);
        }
    }

    @Test
    void withoutABrokerTheRestIsCheckedAllTheSame() throws InterruptedException {
        ClientOptions nobody = ClientOptions.to("127.0.0.1:9").withState(folder);
        Duration patience = Duration.ofMillis(100);
        Report named = new Doctor(nobody, true, Map.of(), patience, WATCH).examine();
        assertFalse(named.ok(), named::text);
        Report unnamed = new Doctor(nobody, false, Map.of(), patience, WATCH).examine();
        assertTrue(unnamed.ok(), unnamed::text);
        assertTrue(
                unnamed.findings().stream().anyMatch(finding -> finding.check().equals("socket buffers")));
    }

    private BrokerOptions broker() {
        return BrokerOptions.at(folder.resolve("broker")).withBind(new HostPort("127.0.0.1", 0));
    }

    private ClientOptions producer(Broker broker) {
        return client(broker).withState(folder.resolve("producer"));
    }

    private ClientOptions client(Broker broker) {
        return ClientOptions.to("127.0.0.1:" + broker.address().getPort()).withState(folder.resolve("client"));
    }

    /** Live when this returns. */
    private static Publication publish(FramecastClient producer, String id) throws InterruptedException {
        CountDownLatch live = new CountDownLatch(1);
        Publication publication =
                producer.publish(new PublishOptions(id, "", List.of(), WITH_B_FRAMES), new PublishListener() {
                    @Override
                    public void onLive() {
                        live.countDown();
                    }
                });
        assertTrue(live.await(10, TimeUnit.SECONDS), "it goes live");
        return publication;
    }
}
