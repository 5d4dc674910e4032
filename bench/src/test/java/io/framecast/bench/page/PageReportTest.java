package io.framecast.bench.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.framecast.bench.measure.Target;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageReportTest {

    private static JsonObject row(Watched watched, double first, double shown) {
        JsonObject ages = new JsonObject();
        ages.addProperty("encoded", 4.5);
        ages.addProperty("shown", shown);
        JsonObject row = new JsonObject();
        row.addProperty("watched", watched.name());
        row.addProperty("first_picture_ms", first);
        row.add("ages_p50_ms", ages);
        row.add("ages_p99_ms", ages);
        return row;
    }

    private final PageReport report = new PageReport(List.of(
            row(Watched.CLOCK, 300, 20),
            row(Watched.CLOCK, 700, 22),
            row(Watched.CLOCK, 310, 60),
            row(Watched.PATTERN, 510, 51),
            row(Watched.MEDIA_SOURCE, 9_000, 900)));

    @Test
    void judgesTheMedianPageOfEachStreamByWebCodecs() {
        List<String> cells = report.targets().stream()
                .map(Target::cells)
                .map(each -> each[1] + " " + each[3] + " " + each[4])
                .toList();
        assertEquals(
                List.of(
                        "500 310 (300–700) hit",
                        "50.0 22.0 (20.0–60.0) hit",
                        "500 510 (510–510) **missed**",
                        "50.0 51.0 (51.0–51.0) **missed**"),
                cells);
    }

    @Test
    void leavesOutWhatAPageDoesNotKnow() {
        JsonObject unknown = row(Watched.CLOCK, 0, 0);
        unknown.add("first_picture_ms", JsonNull.INSTANCE);
        unknown.add("ages_p50_ms", new JsonObject());
        PageReport blind = new PageReport(List.of(unknown));
        assertEquals("not measured", blind.targets().getFirst().cells()[4]);
        assertTrue(blind.text(1, 4).contains("`clock.mp4`, WebCodecs"), blind.text(1, 4));
    }
}
