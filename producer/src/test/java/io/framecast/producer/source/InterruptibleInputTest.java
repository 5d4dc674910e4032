package io.framecast.producer.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class InterruptibleInputTest {

    @Test
    void givesEveryByteAndThenTheEnd() throws Exception {
        long seed = 2;
        byte[] bytes = new byte[300_000];
        new Random(seed).nextBytes(bytes);
        InterruptibleInput input = new InterruptibleInput(new ByteArrayInputStream(bytes));
        assertArrayEquals(bytes, input.readAllBytes(), "seed " + seed);
        assertEquals(-1, input.read());
    }

    @Test
    void endsWhenItsReaderIsInterrupted() throws Exception {
        try (PipedOutputStream writer = new PipedOutputStream();
                PipedInputStream silent = new PipedInputStream(writer)) {
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            Thread reader = Thread.ofPlatform().start(() -> {
                int got = new InterruptibleInput(silent).read();
                interrupted.complete(got == -1 && Thread.currentThread().isInterrupted());
            });
            reader.interrupt();
            assertTrue(interrupted.get(10, TimeUnit.SECONDS));
        }
    }
}
