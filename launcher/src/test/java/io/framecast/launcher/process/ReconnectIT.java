package io.framecast.launcher.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Broker and producers come and go; subscribers stay subscribed. */
@Timeout(180)
class ReconnectIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private String address = "";

    @BeforeEach
    void choosePort() throws Exception {
        address = "127.0.0.1:" + Ports.freeUdp();
    }

    @Test
    void picturesAreBackWithin3SecondsAfterTheBrokerWasKilled() throws Exception {
        Path frames = folder.resolve("frames");
        try (Framecast broker = broker();
                Framecast producer = producer();
                Framecast subscriber = subscriber(frames)) {
            awaitMore(frames, 0, SOON, subscriber);
            broker.kill();
            try (Framecast again = broker()) {
                again.awaitLog("listens on", SOON);
                long up = System.nanoTime();
                int before = count(frames);
                awaitMore(frames, before, SOON, subscriber);
                long millis = (System.nanoTime() - up) / 1_000_000;
                System.out.println("pictures " + millis + " ms after the broker was up again");
                assertTrue(millis < 3000, millis + " ms\n" + subscriber.all() + "\n" + producer.all());
            }
        }
    }

    @Test
    void theSubscriberSaysThatAKilledProducerIsAwayAndThatItIsBack() throws Exception {
        Path frames = folder.resolve("frames");
        try (Framecast broker = broker();
                Framecast subscriber = subscriber(frames)) {
            try (Framecast producer = producer()) {
                awaitMore(frames, 0, SOON, subscriber);
                producer.kill();
            }
            subscriber.awaitLog("is away", SOON);
            int before = count(frames);
            try (Framecast again = producer()) {
                long started = System.nanoTime();
                subscriber.awaitLog("is back", SOON);
                awaitMore(frames, before, SOON, subscriber);
                System.out.println("pictures " + (System.nanoTime() - started) / 1_000_000
                        + " ms after the start of the producer's process");
                assertTrue(again.alive() && broker.alive());
            }
        }
    }

    @Test
    void everyoneWaitsQuietlyForABrokerThatIsStartedLast() throws Exception {
        Path frames = folder.resolve("frames");
        try (Framecast producer = producer();
                Framecast subscriber = subscriber(frames)) {
            subscriber.awaitLog("waiting for the broker", SOON);
            producer.awaitLog("waiting for the broker", SOON);
            int lines = subscriber.err().size();
            try (Framecast broker = broker()) {
                awaitMore(frames, 0, SOON, subscriber);
                assertTrue(
                        subscriber.err().size() - lines < 6 && broker.alive(),
                        () -> "it was said once\n" + subscriber.all());
            }
        }
    }

    @Test
    void theEndOfInputEndsTheShellOnlyIfThereIsNothingElseToDo() throws Exception {
        try (Framecast shell = Framecast.start(folder, "subscriber", "--broker", address);
                Framecast headless = Framecast.start(
                        folder, "subscriber", "--broker", address, "--subscribe", "a", "--duration", "6s")) {
            shell.type("frob");
            shell.awaitOut("possible are", SOON);
            shell.endOfInput();
            headless.endOfInput();
            assertEquals(0, shell.exitCode(SOON), shell::all);
            assertTrue(headless.alive(), "it lasts 6 s");
            assertEquals(1, headless.exitCode(SOON), headless::all);
        }
    }

    @Test
    void aStoppedSubscriberClosesItsRecordingAndPrintsItsStatistics() throws Exception {
        Path frames = folder.resolve("frames");
        try (Framecast broker = broker();
                Framecast producer = producer();
                Framecast subscriber = subscriber(frames, "--stats", "json")) {
            awaitMore(frames, 10, SOON, subscriber);
            subscriber.signal("TERM");
            assertEquals(143, subscriber.exitCode(Duration.ofSeconds(2)), subscriber::all);
            JsonObject stats =
                    JsonParser.parseString(subscriber.out().getLast()).getAsJsonObject();
            assertEquals("1AAA99", stats.get("id").getAsString());
            assertTrue(stats.get("frames").getAsInt() >= 10, stats::toString);
            broker.signal("INT");
            producer.signal("INT");
            assertEquals(130, broker.exitCode(Duration.ofSeconds(2)), broker::all);
            assertEquals(130, producer.exitCode(Duration.ofSeconds(2)), producer::all);
        }
    }

    private Framecast broker() throws Exception {
        return Framecast.start(folder.resolve("b"), "broker", "--bind", address, "--admin", "off");
    }

    private Framecast producer() throws Exception {
        return Framecast.start(
                folder.resolve("p"),
                "producer",
                "--broker",
                address,
                "--id",
                "1AAA99",
                "--rate",
                "25",
                "--loop",
                "--source",
                "frames:" + Samples.FOLDER.resolve("frames"));
    }

    private Framecast subscriber(Path frames, String... more) throws Exception {
        String[] arguments = Stream.concat(
                        Stream.of(
                                "subscriber",
                                "--broker",
                                address,
                                "--subscribe",
                                "1AAA99",
                                "--output",
                                "frames:" + frames),
                        Stream.of(more))
                .toArray(String[]::new);
        return Framecast.start(folder.resolve("s"), arguments);
    }

    private static int count(Path frames) throws Exception {
        if (!Files.isDirectory(frames)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(frames)) {
            return (int) files.filter(file -> file.toString().endsWith(".jpg")).count();
        }
    }

    private static void awaitMore(Path frames, int than, Duration limit, Framecast subscriber) throws Exception {
        long deadline = System.nanoTime() + limit.toNanos();
        while (count(frames) <= than) {
            assertTrue(System.nanoTime() - deadline < 0, () -> "no frame within " + limit + "\n" + subscriber.all());
            LockSupport.parkNanos(5_000_000);
        }
    }
}
