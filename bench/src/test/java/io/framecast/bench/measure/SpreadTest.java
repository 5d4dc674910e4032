package io.framecast.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void theMedianIsTheMiddleOneOrTheMeanOfTheMiddleTwo() {
        assertEquals(new Spread(3, 1, 9, 3), Spread.of(9, 1, 3));
        assertEquals(new Spread(2.5, 1, 9, 4), Spread.of(9, 1, 3, 2));
        assertEquals(new Spread(7, 7, 7, 1), Spread.of(7));
        assertThrows(IllegalArgumentException.class, Spread::of);
    }

    @Test
    void ratiosAreOfTheSameRoundAndNotOfMedians() {
        // The machine was slow for both in the second round: that does not show.
        assertEquals(new Spread(2, 2, 2, 3), Spread.ofRatios(List.of(2.0, 20.0, 4.0), List.of(1.0, 10.0, 2.0)));
        assertThrows(IllegalArgumentException.class, () -> Spread.ofRatios(List.of(1.0), List.of()));
    }

    @Test
    void figuresHaveThreeDigitsThatMatter() {
        assertEquals("0.0838", Spread.digits(0.08379));
        assertEquals("0.965", Spread.digits(0.9649));
        assertEquals("1.04", Spread.digits(1.0371));
        assertEquals("25.3", Spread.digits(25.31));
        assertEquals("1234", Spread.digits(1234.4));
        assertEquals("1.04 (1.02–1.10)", Spread.of(1.02, 1.0371, 1.1).toString());
    }
}
