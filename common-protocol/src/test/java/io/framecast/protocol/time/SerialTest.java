package io.framecast.protocol.time;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SerialTest {

    @Test
    void ordersAcrossTheWrap() {
        assertEquals(-1, Serial.compare(-1, 0));
        assertEquals(1, Serial.compare(0, -1));
        assertEquals(0, Serial.compare(-1, -1));
        assertEquals(-1, Serial.compare(Integer.MAX_VALUE, Integer.MIN_VALUE));
        assertEquals(3, Serial.distance(-2, 1));
        assertEquals(-3, Serial.distance(1, -2));
    }

    @Test
    void extendsToTheNearestNumber() {
        assertEquals(0x1_0000_0000L, Serial.extend(0xFFFF_FFFFL, 0));
        assertEquals(0xFFFF_FFFFL, Serial.extend(0x1_0000_0000L, -1));
        assertEquals(-1, Serial.extend(0, -1));
        long seed = 11;
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            long reference = random.nextLong() >>> 2;
            long number = reference + random.nextInt(Integer.MAX_VALUE) * (random.nextBoolean() ? 1L : -1L);
            assertEquals(number, Serial.extend(reference, (int) number), () -> "seed " + seed);
        }
    }
}
