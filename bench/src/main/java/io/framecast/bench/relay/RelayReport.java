package io.framecast.bench.relay;

import com.google.gson.JsonObject;
import io.framecast.bench.measure.MarkdownTable;
import io.framecast.bench.measure.Saturation;
import io.framecast.bench.measure.Spread;
import io.framecast.bench.measure.Target;
import io.framecast.bench.measure.UdpFigures;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The broker's turns beside those of the C relay. */
record RelayReport(List<JsonObject> rows) {

    String text(int receivers, int segments, int rate, int seconds) {
        StringBuilder text = new StringBuilder();
        text.append("One source to ")
                .append(receivers)
                .append(" receivers over loopback, ")
                .append(rate)
                .append(" frames a second of ")
                .append(segments)
                .append(" datagrams, in turns of ")
                .append(seconds)
                .append(
                        " s. *late*: from the moment when the last datagram of a frame has left its source until the frame is whole at a"
                                + " receiver, over all receivers.\n\n");
        MarkdownTable table =
                new MarkdownTable("relay", "CPU us / datagram out", "ratio to C", "late p50 ms", "late p99 ms", "lost");
        for (String relay : List.of("limit", "broker")) {
            table.row(
                    relay.equals("limit") ? "C, GRO in, UDP_SEGMENT out" : "broker, the whole of it",
                    Spread.of(values(relay, RelayReport::costMicros)).toString(),
                    ratio(relay, RelayReport::costMicros).toString(),
                    Spread.of(values(relay, row -> number(row, "p50_us") / 1000))
                            .toString(),
                    Spread.of(values(relay, row -> number(row, "p99_us") / 1000))
                            .toString(),
                    String.valueOf(Math.round(values(relay, row -> number(row, "lost")).stream()
                            .mapToDouble(Double::doubleValue)
                            .sum())));
        }
        text.append(table).append('\n');
        for (JsonObject row : rows) {
            Saturation.full("the load generator", number(row, "crowd_cpu_s") / number(row, "wall_s"), 1)
                    .ifPresent(remark -> text.append("\n- ").append(where(row)).append(remark));
            double others = number(row, "others_cpu_s")
                    - (row.get("relay").getAsString().equals("limit") ? number(row, "cpu_s") : 0);
            Saturation.crowdedOut(others / number(row, "wall_s"))
                    .ifPresent(remark -> text.append("\n- ").append(where(row)).append(remark));
            Saturation.dropped(new UdpFigures(
                            0, 0, 0, row.get("kernel_receive_overflows").getAsLong(), 0))
                    .ifPresent(remark -> text.append("\n- ").append(where(row)).append(remark));
        }
        text.append(
                "\nNot comparable: the broker's datagrams come in with a trailer of 20 bytes that it verifies, its receivers have"
                        + " sessions whose reports it answers, and its CPU is that of all its threads; the C relay has no session, no ring, no"
                        + " table that changes. Both are sent the same sizes in the same chunks at the same times. The broker has no switch for its"
                        + " pacer: here capture times are a microsecond apart, and a pacer that spreads a frame over 0.7 of that lets everything pass at"
                        + " once. CPU includes the kernel's delivery to the receivers' sockets, which loopback charges to the sender.");
        return text.toString().strip();
    }

    List<Target> targets() {
        return List.of(
                new Target(
                        "relay end to end against C, CPU of a datagram",
                        1.25,
                        1.05,
                        ratio("broker", RelayReport::costMicros),
                        ""),
                new Target(
                        "a frame is whole, p50 against C",
                        1.15,
                        null,
                        ratio("broker", row -> number(row, "p50_us")),
                        ""),
                new Target(
                        "a frame is whole, p99 against C",
                        1.3,
                        null,
                        ratio("broker", row -> number(row, "p99_us")),
                        ""));
    }

    private Spread ratio(String relay, ToDoubleFunction<JsonObject> value) {
        return Spread.ofRatios(values(relay, value), values("limit", value));
    }

    private List<Double> values(String relay, ToDoubleFunction<JsonObject> value) {
        return rows.stream()
                .filter(row -> row.get("relay").getAsString().equals(relay))
                .map(value::applyAsDouble)
                .toList();
    }

    private static double costMicros(JsonObject row) {
        return number(row, "cpu_s") * 1e6 / number(row, "datagrams");
    }

    private static double number(JsonObject row, String name) {
        return row.get(name).getAsDouble();
    }

    private static String where(JsonObject row) {
        return row.get("relay").getAsString() + ", round " + row.get("round").getAsString() + ": ";
    }
}
