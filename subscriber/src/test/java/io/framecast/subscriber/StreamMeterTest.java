package io.framecast.subscriber;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Frame;
import io.framecast.protocol.media.Track;
import io.framecast.protocol.session.StreamStats;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamMeterTest {

    private static final long MILLI = 1_000_000;
    private static final StreamStats UNKNOWN_CLOCK =
            new StreamStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10 * MILLI, 0, Integer.MAX_VALUE, 0);
    private static final StreamStats CLOCK =
            new StreamStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10 * MILLI, -5_000, 1_000, 0);

    private final StreamMeter meter = new StreamMeter(200_000, 0);

    @Test
    void judgesFramesFromBeforeTheClockWasKnownAfterwards() {
        frame(1_000, 1_900_000, UNKNOWN_CLOCK, 100 * MILLI);
        frame(1_500_000, 1_620_000, UNKNOWN_CLOCK, 120 * MILLI);
        frame(2_000_000, 2_045_000, CLOCK, 500 * MILLI);
        StreamMeter.Reading reading = meter.reading();
        assertTrue(reading.absolute());
        assertEquals(100, reading.firstFrameMillis());
        assertEquals(120, reading.liveMillis(), "the first frame was 1.9 s old, the second 125 ms");
        assertEquals(125, reading.maxMillis(), 2, "what was caught up with is not part of the latencies");
        assertEquals(50, reading.p50Millis(), 1);
    }

    @Test
    void goesByTheFastestFrameWhereTheClockStaysUnknown() {
        frame(0, 7_000_000, UNKNOWN_CLOCK, 50 * MILLI);
        frame(40_000, 7_070_000, UNKNOWN_CLOCK, 90 * MILLI);
        StreamMeter.Reading reading = meter.reading();
        assertFalse(reading.absolute());
        assertEquals(5, reading.p50Millis(), 0.1, "half a round trip");
        assertEquals(35, reading.maxMillis(), 1);
    }

    @Test
    void measuresAnIdThatWasWaitedForFromWhenItCameUp() {
        meter.onUp(true, 9_000 * MILLI);
        frame(0, 0, UNKNOWN_CLOCK, 9_040 * MILLI);
        assertEquals(40, meter.reading().firstFrameMillis());
    }

    @Test
    void measuresPicturesOnlyWhereThereAreSome() {
        meter.onCatalog(new Catalog(List.of(
                Track.video(1, "avc1.42c01f", 640, 360, 30, 0, 0, ""), Track.audio(2, "mp4a.40.2", 48_000, 2, 0, ""))));
        meter.onFrame(new Frame(2, 0, 0, true, false, 0, 0, new byte[1]), CLOCK, 0, MILLI);
        assertTrue(Double.isNaN(meter.reading().firstFrameMillis()));
        frame(0, 0, CLOCK, 2 * MILLI);
        assertEquals(2, meter.reading().firstFrameMillis());
        assertEquals("avc1.42c01f", meter.reading().codec());
    }

    @Test
    void aWayThatTakesLongerThanTheBudgetIsLiveOnceNothingComesFaster() {
        long way = 300_000;
        for (int i = 0; i < 10; i++) {
            long captureMicros = i * 33_000L;
            frame(captureMicros, captureMicros + way - 5_000, CLOCK, captureMicros * 1_000 + way * 1_000);
        }
        StreamMeter.Reading reading = meter.reading();
        assertEquals(564, reading.liveMillis(), "a fifth of a second after the first, which took 300 ms");
        assertEquals(300, reading.p50Millis(), 300 / 64.0);
    }

    @Test
    void theFirstPictureCountsFromWhenItIsOnTheScreenWhereThereIsOne() {
        meter.onScreen();
        frame(0, 0, UNKNOWN_CLOCK, 40 * MILLI);
        meter.onShown(55 * MILLI);
        meter.onShown(90 * MILLI);
        assertEquals(55, meter.reading().firstFrameMillis());
    }

    @Test
    void aScreenThatIsSwitchedOnLaterChangesNothing() {
        frame(0, 0, UNKNOWN_CLOCK, 40 * MILLI);
        meter.onScreen();
        meter.onShown(5_000 * MILLI);
        assertEquals(40, meter.reading().firstFrameMillis());
    }

    private void frame(long captureMicros, long wallMicros, StreamStats clock, long nowNanos) {
        meter.onFrame(new Frame(1, 0, 0, true, false, 0, captureMicros, new byte[1]), clock, wallMicros, nowNanos);
    }
}
