package io.framecast.bench.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.framecast.bench.measure.Spread;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FanoutRowsTest {

    private static JsonObject row(String technique, int segments, int round, double cpu, double wall) {
        JsonObject row = new JsonObject();
        row.addProperty("variant", Fanout.SEND_ONLY);
        row.addProperty("segments", segments);
        row.addProperty("subscribers", Fanout.FEW);
        row.addProperty("technique", technique);
        row.addProperty("round", round);
        row.addProperty("datagrams", 2_000_000);
        row.addProperty("cpu_s", cpu);
        row.addProperty("process_cpu_s", 2 * cpu);
        row.addProperty("wall_s", wall);
        row.addProperty("allocated_bytes", 1_000_000);
        row.addProperty("kernel_out", 10_000);
        row.addProperty("kernel_send_overflows", 40_000);
        return row;
    }

    private static final FanoutRows ROWS = new FanoutRows(new ArrayList<>(List.of(
            row("limit", 40, 1, 0.2, 0.2),
            row("nio", 40, 1, 4, 4),
            row("limit", 40, 2, 0.4, 0.4),
            row("nio", 40, 2, 12, 24),
            row("nio", 8, 1, 4, 4))));

    private static final FanoutRows AT_40 = ROWS.where(Fanout.SEND_ONLY, 40, Fanout.FEW);

    @Test
    void costIsOfAMillionDatagrams() {
        assertEquals(List.of(2.0, 6.0), AT_40.of("nio").cost(false));
        assertEquals(List.of(4.0, 12.0), AT_40.of("nio").cost(true));
        assertEquals(40.0, AT_40.datagramsAMessage());
        assertEquals(List.of(0.5, 0.5), AT_40.of("nio").allocated());
    }

    @Test
    void aRatioNeedsBoth() {
        assertEquals(
                new Spread(25, 20, 30, 2),
                AT_40.of("nio").against(AT_40.of("limit")).orElseThrow());
        FanoutRows at8 = ROWS.where(Fanout.SEND_ONLY, 8, Fanout.FEW);
        assertTrue(at8.of("nio").against(at8.of("limit")).isEmpty());
    }

    @Test
    void theTableHasALineForEachTechniqueInTheOrderOfTheirTurns() {
        List<String> lines = AT_40.table().toString().lines().toList();
        assertEquals(4, lines.size());
        assertTrue(lines.get(2).contains(" 1.00 (1.00–1.00) "), lines.get(2));
        assertTrue(lines.get(3).contains(" 25.0 (20.0–30.0) "), lines.get(3));
    }

    @Test
    void twoThreadsAreComparedWithOneByTheClockAndByCpu() {
        JsonObject one = row("native", 40, 1, 0.2, 0.4);
        JsonObject two = row("native-2", 40, 1, 0.22, 0.25);
        List.of(one, two).forEach(row -> row.addProperty("subscribers", Fanout.LARGE));
        String text = new ThreadRows(new FanoutRows(List.of(one, two))).text();
        assertTrue(text.contains(" 1.60 (1.60–1.60) "), text);
        assertTrue(text.contains(" 1.10 (1.10–1.10) "), text);
        assertTrue(text.contains("two threads had 1.76 cores"), text);
        assertTrue(new ThreadRows(new FanoutRows(List.of())).text().contains("Not measured"));
    }

    @Test
    void saysWhoDidNotGetAWholeCore() {
        assertEquals(List.of("nio had only 75 % of a core: the machine was not quiet"), AT_40.remarks());
    }

    private static FanoutReport report(FanoutRows rows, List<Integer> segments, String best, boolean hasLimit) {
        FanoutRows none = new FanoutRows(List.of());
        return new FanoutReport(rows, none, segments, List.of(Technique.named(best)), Fanout.FEW, hasLimit, true);
    }

    @Test
    void theRatioToTheLimitIsThatOfTheLongestFrames() {
        JsonObject figures = report(ROWS, List.of(8, 40), "nio", true).figures();
        assertEquals(25, figures.get("ratio_to_limit").getAsDouble());
        assertEquals(Fanout.FEW, figures.get("subscribers").getAsInt());
    }

    @Test
    void withoutACompilerThereIsNoRatioButAReason() {
        JsonObject figures = report(ROWS, List.of(8), "nio", false).figures();
        assertTrue(figures.get("ratio_to_limit").isJsonNull());
        assertEquals("no C compiler (cc) on this machine", figures.get("reason").getAsString());
    }

    @Test
    void aTargetThatWasNotMeasuredIsNotHit() {
        FanoutReport report = report(ROWS, List.of(8, 40), "nio", true);
        assertEquals(8, report.targets().size());
        assertTrue(report.targets().stream()
                .allMatch(target -> target.cells()[4].contains("not measured") || target.measured() != null));
    }
}
