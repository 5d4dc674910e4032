package io.framecast.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PacerTest {
    private static final long NOW = 5_000_000_000L;
    private static final long WALL = 1_700_000_000_000_000L;

    @Test
    void sendsTheFirstFrameAtOnceAndTheOthersAfterIt() {
        Pacer pacer = new Pacer();
        assertEquals(0, pacer.waitNanos(-66_667, NOW, WALL));
        assertEquals(33_333_000, pacer.waitNanos(-33_334, NOW, WALL));
        assertEquals(0, pacer.waitNanos(-33_334, NOW + 40_000_000, WALL));
        // The frame that is shown at 0 carries the time at which it is shown.
        assertEquals(WALL + 66_667, pacer.captureMicros(0));
        assertEquals(WALL + 166_667, pacer.captureMicros(100_000));
    }

    @Test
    void goesOnAtTheSamePaceAfterAStall() {
        Pacer pacer = new Pacer();
        pacer.waitNanos(0, NOW, WALL);
        long later = NOW + 3_600_000_000_000L;
        assertEquals(0, pacer.waitNanos(40_000, later, WALL));
        assertEquals(40_000_000, pacer.waitNanos(80_000, later, WALL));
        assertEquals(WALL + 3_600_000_000L, pacer.captureMicros(40_000));
    }

    @Test
    void catchesUpAfterAHiccup() {
        Pacer pacer = new Pacer();
        pacer.waitNanos(0, NOW, WALL);
        assertEquals(0, pacer.waitNanos(40_000, NOW + 900_000_000, WALL));
        assertEquals(0, pacer.waitNanos(80_000, NOW + 900_000_000, WALL));
        assertEquals(100_000_000, pacer.waitNanos(1_000_000, NOW + 900_000_000, WALL));
        assertEquals(WALL + 40_000, pacer.captureMicros(40_000));
    }
}
