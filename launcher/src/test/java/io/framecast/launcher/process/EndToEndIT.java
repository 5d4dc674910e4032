package io.framecast.launcher.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A stream with a passphrase: its viewers see it, its broker does not, and who has the wrong one is told so. */
@Timeout(120)
class EndToEndIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String PASSPHRASE = "Rosebud-was-the-sledge-4711";
    private static final int FRAMES = 40;

    @TempDir
    Path folder;

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "another process's memory can be read")
    void theBrokersWholeMemoryHasNothingOfAFrameAndNoPassphrase() throws Exception {
        long seed = 11;
        byte[] mark = new byte[48];
        new Random(seed).nextBytes(mark);
        Path sent = Files.createDirectory(folder.resolve("sent"));
        for (int i = 1; i <= FRAMES; i++) {
            byte[] frame = new byte[3000];
            Arrays.fill(frame, (byte) i);
            System.arraycopy(mark, 0, frame, 100, mark.length);
            System.arraycopy(mark, 0, frame, 2000, mark.length);
            Files.write(sent.resolve(i + ".jpg"), frame);
        }
        Path got = folder.resolve("got");
        String address = "127.0.0.1:" + Ports.freeUdp();
        try (Framecast broker = Framecast.start(folder.resolve("b"), "broker", "--bind", address, "--admin", "off");
                Framecast subscriber = start(
                        "s",
                        PASSPHRASE,
                        "subscriber",
                        "--broker",
                        address,
                        "--subscribe",
                        "x",
                        "--output",
                        "frames:" + got)) {
            subscriber.awaitLog("is not live", LONG);
            try (Framecast producer = start(
                    "p",
                    PASSPHRASE,
                    "producer",
                    "--broker",
                    address,
                    "--id",
                    "x",
                    "--title",
                    "Open to everybody 0815",
                    "--rate",
                    "20",
                    "--loop",
                    "--source",
                    "frames:" + sent)) {
                subscriber.awaitLog("x is live", LONG);
                Path last = got.resolve("000040.jpg");
                awaitFile(last, producer);

                ProcessMemory memory = ProcessMemory.of(broker.pid());
                assertTrue(
                        memory.contains("Open to everybody 0815".getBytes(StandardCharsets.UTF_8)),
                        "what is public is found: " + memory);
                assertFalse(memory.contains(mark), "a part of a frame, seed " + seed);
                assertFalse(memory.contains(PASSPHRASE.getBytes(StandardCharsets.UTF_8)), "the passphrase");
                assertFalse(memory.contains(PASSPHRASE.getBytes(StandardCharsets.UTF_16LE)), "the passphrase");
                assertTrue(ProcessMemory.of(producer.pid()).contains(mark), "its producer has it, seed " + seed);
            }
        }
        for (int i = 1; i <= FRAMES; i++) {
            assertArrayEquals(
                    Files.readAllBytes(sent.resolve(i + ".jpg")),
                    Files.readAllBytes(got.resolve("0000%02d.jpg".formatted(i))));
        }
    }

    @Test
    void theWrongPassphraseAndNoneAreOneLineAndExitCode1() throws Exception {
        Path clip = Samples.FOLDER.resolve("clock.mp4");
        String address = "127.0.0.1:" + Ports.freeUdp();
        try (Framecast broker = Framecast.start(folder.resolve("b"), "broker", "--bind", address, "--admin", "off");
                Framecast producer = start(
                        "p",
                        PASSPHRASE,
                        "producer",
                        "--broker",
                        address,
                        "--id",
                        "x",
                        "--loop",
                        "--source",
                        "file:" + clip)) {
            producer.awaitLog("live", LONG);
            String[] arguments = {"subscriber", "--broker", address, "--subscribe", "x", "--output", "null"};
            try (Framecast wrong = start("w", "Rosebud", arguments);
                    Framecast none = Framecast.start(folder.resolve("n"), arguments)) {
                assertEquals(1, wrong.exitCode(LONG), wrong::all);
                assertTrue(wrong.err().getLast().contains("encrypted with another passphrase"), wrong::all);
                assertEquals(1, none.exitCode(LONG), none::all);
                assertTrue(none.err().getLast().contains("FRAMECAST_PASSPHRASE"), none::all);
                for (Framecast program : List.of(broker, producer, wrong, none)) {
                    assertFalse(program.all().contains("Rosebud"), program::all);
                }
            }
        }
    }

    private static void awaitFile(Path file, Framecast producer) {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (!Files.exists(file)) {
            assertTrue(System.nanoTime() - deadline < 0, () -> "no " + file + "\n" + producer.all());
            LockSupport.parkNanos(5_000_000);
        }
    }

    private Framecast start(String state, String passphrase, String... arguments) throws Exception {
        return Framecast.start(
                Map.of("FRAMECAST_STATE", folder.resolve(state).toString(), "FRAMECAST_PASSPHRASE", passphrase),
                arguments);
    }
}
