package io.framecast.subscriber;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Frame;
import io.framecast.protocol.media.Track;
import io.framecast.protocol.session.BrokerHops;
import io.framecast.protocol.session.StreamStats;
import java.util.List;
import java.util.Objects;
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
        meter.onShown(0, 55 * MILLI);
        meter.onShown(0, 90 * MILLI);
        assertEquals(55, meter.reading().firstFrameMillis());
    }

    @Test
    void aScreenThatIsSwitchedOnLaterChangesNothing() {
        frame(0, 0, UNKNOWN_CLOCK, 40 * MILLI);
        meter.onScreen();
        meter.onShown(0, 5_000 * MILLI);
        assertEquals(40, meter.reading().firstFrameMillis());
    }

    @Test
    void tellsHowOldFramesAreAtEachPointOfTheirWay() {
        for (int i = 0; i < 50; i++) {
            long capture = i * 40_000L;
            long captured = capture * 1_000;
            StreamStats stats = clock(-5_000, new BrokerHops(1 + i / 25, true, 6_000, 15_000, 17_000));
            meter.onFrame(
                    new Frame(
                            1,
                            0,
                            i,
                            true,
                            false,
                            0,
                            capture,
                            captured + 25 * MILLI,
                            captured + 28 * MILLI,
                            new byte[1]),
                    stats,
                    capture + 24_000,
                    captured + 29 * MILLI);
            meter.onDecoded(capture, captured + 30 * MILLI);
            meter.onShown(capture, captured + 54 * MILLI);
        }
        assertEquals(6, at(HopPoint.ENCODED).p50Millis(), 0.1);
        assertEquals(15, at(HopPoint.ARRIVED).p50Millis(), 0.3);
        assertEquals(17, at(HopPoint.FORWARDED).p99Millis(), 0.3);
        assertEquals(25, at(HopPoint.RECEIVED).p50Millis(), 0.5);
        assertEquals(28, at(HopPoint.COMPLETE).p95Millis(), 0.5);
        assertEquals(30, at(HopPoint.DECODED).p50Millis(), 0.5);
        assertEquals(54, at(HopPoint.SHOWN).maxMillis(), 0.1);
        assertTrue(meter.reading().hops().values().stream().allMatch(HopAges.Ages::absolute));
        assertEquals(28, meter.reading().p50Millis(), 0.5, "the latency is the age when complete");
    }

    @Test
    void doesNotMixAgesOfTwoKinds() {
        frame(0, 7_000_000, UNKNOWN_CLOCK, 50 * MILLI);
        for (int i = 1; i < 200; i++) {
            frame(i * 40_000L, 7_300_000 + i * 40_000L, UNKNOWN_CLOCK, (50 + i * 40L) * MILLI);
        }
        assertEquals(305, meter.reading().p50Millis(), 5);
        StreamStats known = clock(7_280_000, new BrokerHops(1, true, 0, 0, 0));
        frame(8_000_000, 15_300_000, known, 9_000 * MILLI);
        assertTrue(meter.reading().absolute());
        assertEquals(20, meter.reading().maxMillis(), 0.1);
        meter.onUp(false, 9_100 * MILLI);
        for (int i = 0; i < 200; i++) {
            frame(i * 40_000L, 7_000_000 + i * 40_000L, UNKNOWN_CLOCK, (9_200 + i * 40L) * MILLI);
        }
        assertTrue(meter.reading().absolute());
        assertEquals(20, meter.reading().maxMillis(), 0.1, "of the next producer no clock is known");
    }

    @Test
    void theFastestFrameIsForgottenAfterTenSeconds() {
        frame(0, 7_000_000, UNKNOWN_CLOCK, 0);
        for (int i = 1; i <= 500; i++) {
            frame(i * 40_000L, 7_100_000 + i * 40_000L, UNKNOWN_CLOCK, i * 40L * MILLI);
        }
        assertEquals(105, meter.reading().p99Millis(), 2);
        assertEquals(
                5,
                meter.reading().p50Millis(),
                1,
                "half of the time the path was 100 ms longer, and then it always had been");
    }

    private HopAges.Ages at(HopPoint point) {
        return Objects.requireNonNull(meter.reading().hops().get(point), point::key);
    }

    private static StreamStats clock(long offsetMicros, BrokerHops hops) {
        return new StreamStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10 * MILLI, offsetMicros, 1_000, 0, 0, 0, hops);
    }

    private void frame(long captureMicros, long wallMicros, StreamStats clock, long nowNanos) {
        meter.onFrame(new Frame(1, 0, 0, true, false, 0, captureMicros, new byte[1]), clock, wallMicros, nowNanos);
    }
}
