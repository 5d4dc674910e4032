package io.framecast.subscriber.mux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecodeTimesTest {

    @Test
    void withoutReorderingTheyArePresentationTimes() {
        DecodeTimes times = new DecodeTimes(0, 40);
        assertEquals(0, times.next(0));
        assertEquals(40, times.next(40));
        assertEquals(95, times.next(95));
        assertEquals(0, times.leadMicros());
    }

    @Test
    void lieTheDepthBeforeInSortedOrder() {
        DecodeTimes times = new DecodeTimes(2, 40);
        List<Long> decode = new ArrayList<>();
        for (long presentation : new long[] {0, 160, 80, 40, 120, 320, 240, 200, 280}) {
            decode.add(times.next(presentation));
        }
        assertEquals(List.of(-80L, -40L, 0L, 40L, 80L, 120L, 160L, 200L, 240L), decode);
    }

    @Test
    void riseAndNeverPassThePresentationHoweverFramesAreLostOrIrregular() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            int depth = random.nextInt(4);
            DecodeTimes times = new DecodeTimes(depth, 40_000);
            long at = 1_000_000_000L;
            long last = times.next(at); // the key frame that a recording begins with
            for (int group = 0; group < 30; group++) {
                // One frame ahead of up to `depth` that come before it in presentation order.
                int early = depth == 0 ? 0 : random.nextInt(depth + 1);
                List<Long> presentation = new ArrayList<>();
                for (int i = 0; i <= early; i++) {
                    at += 1000 + random.nextInt(60_000);
                    presentation.add(at);
                }
                presentation.add(0, presentation.removeLast());
                for (long p : presentation) {
                    if (random.nextInt(10) == 0) {
                        continue; // lost
                    }
                    long decode = times.next(p);
                    assertTrue(decode > last && decode <= p, "seed " + seed + ": " + decode + " for " + p);
                    last = decode;
                }
            }
        }
    }
}
