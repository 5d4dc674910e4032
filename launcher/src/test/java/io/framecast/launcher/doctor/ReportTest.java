package io.framecast.launcher.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How findings read. */
final class ReportTest {

    private static final Finding WELL = Finding.ok("MTU", "1500 bytes");
    private static final Finding SMALL = Finding.warning("socket buffers", "208 KiB", "sudo sysctl -w a=1");
    private static final Finding AWAY = Finding.failed("broker", "away", "");

    @Test
    void aLineForEachCheckWhatMendsItBelowAndTheCounts() {
        assertEquals("""
                OK       MTU             1500 bytes
                WARNING  socket buffers  208 KiB
                         mend: sudo sysctl -w a=1
                FAILED   broker          away
                3 checks: 1 ok, 1 warning, 1 failed.
                """, new Report(List.of(WELL, SMALL, AWAY)).text());
    }

    @Test
    void programsReadOneObject() {
        assertEquals(
                "{\"findings\":[{\"check\":\"socket buffers\",\"verdict\":\"WARNING\",\"says\":\"208 KiB\","
                        + "\"mend\":\"sudo sysctl -w a=1\"}],\"ok\":true}",
                new Report(List.of(SMALL)).json());
    }

    @Test
    void warningsAreAllowedAndFailuresAreNot() {
        assertTrue(new Report(List.of(WELL, SMALL, Finding.unknown("a", "b", ""))).ok());
        assertFalse(new Report(List.of(WELL, AWAY)).ok());
    }

    @Test
    void whatComesFromElsewhereCannotWriteOnTheTerminal() {
        String text = new Report(List.of(Finding.failed("broker", "no\u001b[2J", ""))).text();
        assertFalse(text.contains("\u001b"), text);
    }
}
