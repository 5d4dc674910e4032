package io.framecast.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Files of keys that something else has written into. */
class KeyFilesFuzzTest {

    private static final HostPort BROKER = new HostPort("broker.example", 5000);

    @TempDir
    Path folder;

    @FuzzTest
    void isReadOrRefusedInOneLine(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("known_brokers"), bytes);
        KnownBrokers known = new KnownBrokers(file);
        try {
            byte[] key = known.key(BROKER);
            assertTrue(key == null || key.length == 32);
        } catch (IOException damaged) {
            assertTrue(String.valueOf(damaged.getMessage()).indexOf('\n') < 0);
        }
        byte[] other = new byte[32];
        known.remember(BROKER, other);
        assertArrayEquals(other, known.key(BROKER));

        Path secret = Files.write(folder.resolve("secret"), bytes);
        try {
            assertEquals(SecretFile.BYTES, SecretFile.readOrCreate(secret).length);
        } catch (RunException damaged) {
            assertTrue(String.valueOf(damaged.getMessage()).indexOf('\n') < 0);
        }
    }
}
