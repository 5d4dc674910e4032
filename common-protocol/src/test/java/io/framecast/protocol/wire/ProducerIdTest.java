package io.framecast.protocol.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProducerIdTest {

    @ParameterizedTest
    @ValueSource(strings = {"1AAA99", "a", "hall/3/cam-1_b.x", "................"})
    void takesWhatTheSyntaxAllows(String id) {
        assertEquals(id, ProducerId.check(id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "é", "a\n", "a*", "{id}"})
    void refusesAnythingElseInOneLine(String id) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> ProducerId.check(id));
        assertEquals("a producer id has 1 to 64 characters out of A-Z a-z 0-9 . _ / -", refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {65, 1000})
    void refusesWhatIsTooLong(int chars) {
        assertThrows(IllegalArgumentException.class, () -> ProducerId.check("x".repeat(chars)));
    }
}
