package io.framecast.launcher.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class QuantitiesTest {

    @Test
    void timesCarryTheirUnitOrAreSeconds() {
        assertEquals(Duration.ofMillis(200), Quantities.duration("200ms"));
        assertEquals(Duration.ofMillis(1500), Quantities.duration("1.5s"));
        assertEquals(Duration.ofSeconds(10), Quantities.duration("10"));
        assertEquals(Duration.ofMinutes(2), Quantities.duration("2m"));
        assertEquals(Duration.ofHours(24), Quantities.duration("24h"));
        assertEquals(Duration.ofDays(7), Quantities.duration("7d"));
        for (String wrong : List.of("", "fast", "-1s", "1 s", "1e3", "9999999999s", "1.s", "s")) {
            assertThrows(TypeConversionException.class, () -> Quantities.duration(wrong), wrong);
        }
    }

    @Test
    void bitratesAreBitsASecond() {
        assertEquals(2_500_000, Quantities.bitrate("2500k"));
        assertEquals(2_500_000, Quantities.bitrate("2.5M"));
        assertEquals(800_000, Quantities.bitrate("800000"));
        for (String wrong : List.of("", "0", "999", "2500kb", "2G", "-5k")) {
            assertThrows(TypeConversionException.class, () -> Quantities.bitrate(wrong), wrong);
        }
    }

    @Test
    void sizesAreEvenAndPossible() {
        assertEquals(new Quantities.Size(1280, 720), Quantities.size("1280x720"));
        for (String wrong : List.of("", "1280", "1281x720", "8x8", "10000x100", "axb")) {
            assertThrows(TypeConversionException.class, () -> Quantities.size(wrong), wrong);
        }
    }
}
