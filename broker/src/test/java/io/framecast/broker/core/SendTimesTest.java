package io.framecast.broker.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SendTimesTest {

    private static final int KEPT = 256;

    private final SendTimes times = new SendTimes();

    @Test
    void whereNothingWasSentTheNextOneIsTheFirst() {
        assertEquals(1000, times.firstAfter(0, 1000));
    }

    @Test
    void theFirstOneSentAfterAMomentIsThatOfTheFirstStepBehindIt() {
        times.add(1000, 10);
        times.add(1008, 20);
        times.add(1016, 30);

        assertEquals(1000, times.firstAfter(9, 1024));
        assertEquals(1008, times.firstAfter(10, 1024), "what was sent at that moment was not sent after it");
        assertEquals(1008, times.firstAfter(19, 1024));
        assertEquals(1016, times.firstAfter(20, 1024));
        assertEquals(1024, times.firstAfter(30, 1024));
    }

    @Test
    void severalStepsAtTheSameMomentCountFromTheFirstOfThem() {
        times.add(1000, 10);
        times.add(1008, 20);
        times.add(1016, 20);

        assertEquals(1008, times.firstAfter(19, 1024));
    }

    @Test
    void itHoldsAcrossTheWrapOfSequencesAndOfTheClock() {
        times.add(-4, Long.MAX_VALUE - 1);
        times.add(4, Long.MIN_VALUE + 1);

        assertEquals(4, times.firstAfter(Long.MAX_VALUE, 12));
        assertEquals(-4, times.firstAfter(Long.MAX_VALUE - 2, 12));
    }

    @Test
    void ofMoreStepsThanItKeepsTheOldestKeptStandsForAllBeforeIt() {
        for (int step = 0; step < KEPT + 10; step++) {
            times.add(step, step);
        }

        assertEquals(10, times.firstAfter(-1, KEPT + 10));
        assertEquals(20, times.firstAfter(19, KEPT + 10));
    }
}
