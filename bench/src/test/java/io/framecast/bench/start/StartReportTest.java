package io.framecast.bench.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartReportTest {

    private static JsonObject row(String program, boolean cache, int round, double millis) {
        JsonObject row = new JsonObject();
        row.addProperty("program", program);
        row.addProperty("cache", cache);
        row.addProperty("round", round);
        row.addProperty("ready_ms", millis);
        row.addProperty("ready_cpu_ms", 2 * millis);
        row.addProperty("rss_kib", cache ? 92_160 : 102_400);
        return row;
    }

    private static final StartReport REPORT = new StartReport(List.of(
            row("broker", true, 1, 400),
            row("broker", false, 1, 800),
            row("broker", true, 2, 300),
            row("broker", false, 2, 1000),
            row("broker", true, 3, 500),
            row("broker", false, 3, 900)));

    @Test
    void comparesTheTurnsOfTheSameRound() {
        assertEquals(
                "0.500 (0.300–0.556)",
                REPORT.targets().getFirst().cells()[3],
                "400/800, 300/1000 and 500/900, not a quotient of medians");
    }

    @Test
    void givesMediansOfTimeCpuAndMemory() {
        String text = REPORT.text(3);
        assertTrue(text.contains("400 (300–500)"), text);
        assertTrue(text.contains("0.800 / 1.80"), text);
        assertTrue(text.contains("90.0 / 100"), text);
    }

    @Test
    void leavesOutWhatCouldNotBeMeasured() {
        assertFalse(REPORT.text(3).contains("demo"), REPORT.text(3));
    }
}
