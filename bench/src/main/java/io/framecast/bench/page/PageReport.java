package io.framecast.bench.page;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.framecast.bench.measure.MarkdownTable;
import io.framecast.bench.measure.Spread;
import io.framecast.bench.measure.Target;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the pages said of themselves. */
record PageReport(List<JsonObject> rows) {

    private static final double FIRST_MILLIS = 500;
    private static final double SHOWN_MILLIS = 50;
    private static final String MEDIANS = "ages_p50_ms";

    String text(int rounds, int seconds) {
        MarkdownTable table = new MarkdownTable(
                "watched",
                "first picture, ms",
                "capture to shown p50, ms",
                "p99, ms",
                "encoded",
                "broker",
                "gateway",
                "page",
                "decoded");
        for (Watched each : Watched.values()) {
            table.row(
                    each.described(),
                    spread(figures(each, null, "first_picture_ms")),
                    spread(figures(each, MEDIANS, "shown")),
                    spread(figures(each, "ages_p99_ms", "shown")),
                    median(figures(each, MEDIANS, "encoded")),
                    median(figures(each, MEDIANS, "broker_out")),
                    median(figures(each, MEDIANS, "gateway")),
                    median(figures(each, MEDIANS, "received")),
                    median(figures(each, MEDIANS, "decoded")));
        }
        return "A producer of each stream, broker, gateway and a headless Chromium as processes on one machine, all with their defaults, with sound; "
                + rounds + " pages of each in turn, each in a profile of its own that has nothing cached, watched for "
                + seconds
                + " s. *First picture*: from the beginning of the navigation, with all that has to be loaded. *Capture to shown*: of the pictures"
                + " of the last 10 s, drawn by the page, with the gateway's clock; what a display adds is not in it. Then the median age of pictures"
                + " when they were encoded, left the broker, reached the gateway and the page, and were decoded, in ms since they were captured.\n\n"
                + table
                + "\n\nPictures wait for the sound, and that for the delay of the sound device. `test:` makes its sound, and hands a packet of 20 ms"
                + " out when it begins; a microphone's is complete 20 ms later.";
    }

    List<Target> targets() {
        return Stream.of(Watched.CLOCK, Watched.PATTERN)
                .flatMap(each -> Stream.of(
                        target(
                                each,
                                "first picture in a browser, ms",
                                FIRST_MILLIS,
                                figures(each, null, "first_picture_ms")),
                        target(
                                each,
                                "capture to shown in a browser, p50, ms",
                                SHOWN_MILLIS,
                                figures(each, MEDIANS, "shown"))))
                .toList();
    }

    private static Target target(Watched watched, String what, double most, List<Double> values) {
        return new Target(what, most, null, values.isEmpty() ? null : Spread.of(values), watched.described());
    }

    /** Of the turns of this kind that have the figure. */
    private List<Double> figures(Watched watched, @Nullable String group, String name) {
        return rows.stream()
                .filter(row -> row.get("watched").getAsString().equals(watched.name()))
                .map(row -> group == null ? row : row.getAsJsonObject(group))
                .map(row -> row.get(name))
                .filter(figure -> Objects.nonNull(figure) && !figure.isJsonNull())
                .map(JsonElement::getAsDouble)
                .toList();
    }

    private static String spread(List<Double> values) {
        return values.isEmpty() ? "" : Spread.of(values).toString();
    }

    private static String median(List<Double> values) {
        return values.isEmpty() ? "" : Spread.digits(Spread.of(values).median());
    }
}
