package io.framecast.launcher.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What bad input gets from the built program: its one line and its exit code. */
@Timeout(180)
class BadInputIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @Test
    void usageMistakesEndWith2() throws Exception {
        Files.createDirectory(folder.resolve("empty"));
        ends(2, "--bogus", "producer", "--bogus");
        ends(2, "letters", "producer", "--id", "a!", "--source", "test:320x180@10");
        ends(2, "nothing.mp4", "producer", "--id", "a", "--source", "file:" + folder.resolve("nothing.mp4"));
        ends(2, "empty", "producer", "--id", "a", "--source", "frames:" + folder.resolve("empty"));
        ends(2, "--ticket", "subscriber", "--ticket", "framecast://nowhere");
        ends(2, "fcs1_", "subscriber", "--secret", "guess");
        ends(2, "--id", "producer", "--source", "test:320x180@10");
    }

    @Test
    void aDamagedFileEndsWith1() throws Exception {
        Path damaged = Files.write(folder.resolve("damaged.mp4"), new byte[5000]);
        ends(1, "damaged.mp4", "producer", "--id", "a", "--source", "file:" + damaged);
    }

    @Test
    void aPortInUseEndsWith1() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            ends(1, "--bind", "broker", "--admin", "off", "--bind", "127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void aWrongSecretEndsWith1() throws Exception {
        int port = Ports.freeUdp();
        try (Framecast broker = Framecast.start(
                folder,
                "broker",
                "--bind",
                "127.0.0.1:" + port,
                "--admin",
                "off",
                "--secret",
                "fcs1_" + "A".repeat(43))) {
            broker.awaitLog("listens on", SOON);
            ends(
                    1,
                    "secret",
                    "subscriber",
                    "--broker",
                    "127.0.0.1:" + port,
                    "--subscribe",
                    "a",
                    "--secret",
                    "fcs1_" + "B".repeat(42) + "A");
            ends(1, "secret", "subscriber", "--broker", "127.0.0.1:" + port, "--subscribe", "a");
            assertTrue(broker.alive());
        }
    }

    @Test
    void aNameThatDoesNotResolveIsWaitedFor() throws Exception {
        try (Framecast subscriber =
                Framecast.start(folder, "subscriber", "--broker", "does-not-exist.invalid", "--subscribe", "a")) {
            subscriber.awaitLog("does not resolve", SOON);
            assertTrue(subscriber.alive());
            subscriber.signal("INT");
            assertEquals(130, subscriber.exitCode(SOON), subscriber::all);
        }
    }

    private void ends(int code, String says, String... arguments) throws Exception {
        try (Framecast program = Framecast.start(folder.resolve("state"), arguments)) {
            assertEquals(code, program.exitCode(SOON), program::all);
            List<String> lines = new ArrayList<>(program.err());
            lines.removeIf(line -> !line.startsWith("framecast: "));
            assertEquals(1, lines.size(), program::all);
            assertTrue(lines.getFirst().contains(says), () -> "'" + says + "' is not in " + lines);
            assertTrue(program.err().stream().noneMatch(line -> line.startsWith("\tat ")), program::all);
            assertEquals(List.of(), program.out());
        }
    }
}
