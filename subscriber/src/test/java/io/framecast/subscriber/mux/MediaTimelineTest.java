package io.framecast.subscriber.mux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MediaTimelineTest {
    private static final long START = 1_700_000_000_000_000L;

    @Test
    void keepsTheGapOfAStreamThatWasAway() {
        MediaTimeline times = new MediaTimeline(START);
        assertEquals(0, times.of(START));
        times.wrote(40_000);
        times.cameBack();
        assertEquals(9_000_000, times.of(START + 9_000_000));
        assertEquals(8_990_000, times.of(START + 8_990_000));
    }

    @Test
    void closesUpWhereTheClockSteppedBackOrFarAhead() {
        MediaTimeline times = new MediaTimeline(START);
        times.wrote(5_000_000);
        times.cameBack();
        assertEquals(5_000_000, times.of(START - 3_600_000_000L));
        assertEquals(5_040_000, times.of(START - 3_600_000_000L + 40_000));
        times.wrote(6_000_000);
        times.cameBack();
        assertEquals(6_000_000, times.of(START + 86_400_000_000L));
    }
}
