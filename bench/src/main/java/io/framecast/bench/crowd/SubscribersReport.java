package io.framecast.bench.crowd;

import com.google.gson.JsonObject;
import io.framecast.bench.measure.MarkdownTable;
import io.framecast.bench.measure.Saturation;
import io.framecast.bench.measure.Spread;
import io.framecast.bench.measure.Target;
import io.framecast.bench.measure.UdpFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the runs with many subscribers came to. {@code traced} has one row or none. */
record SubscribersReport(List<JsonObject> rows, List<JsonObject> traced, int seconds) {

    private static final int THOUSAND = 1000;

    String text() {
        StringBuilder text = new StringBuilder();
        text.append("A real producer session, a real broker process and real subscriber sessions over loopback, for ")
                .append(seconds)
                .append(
                        " s: 720p, 30 frames and 2.5 Mbit a second, a key frame every 2 s. The broker has one core, producer and"
                                + " subscribers share the other. Encryption is on as always; those who decrypt are none, a sample"
                                + " (every 50th) or all. Those who do not count datagrams by sequence numbers and report nothing as lost, so that nothing is repaired for"
                                + " them; *late* is from the moment when the last datagram of a frame has left the producer until the frame is whole.\n\n");
        MarkdownTable table = new MarkdownTable(
                "subscribers",
                "decrypt",
                "datagrams / s",
                "lost",
                "frames of the worst",
                "late p50 / p99",
                "broker cores",
                "broker CPU us / datagram",
                "generator cores",
                "broker RSS");
        for (JsonObject row : rows) {
            table.row(
                    row.get("members").getAsString(),
                    row.get("open").getAsString(),
                    Spread.digits(number(row, "datagrams") / number(row, "wall_s")),
                    row.get("lost").getAsString(),
                    row.get("frames_of_the_worst").getAsString() + " of "
                            + row.get("frames_sent").getAsString(),
                    millis(row, "p50_us") + " / " + millis(row, "p99_us"),
                    Spread.digits(cores(row, "broker_cpu_s")),
                    Spread.digits(number(row, "broker_cpu_s") * 1e6 / number(row, "media_datagrams_sent_total")),
                    Spread.digits(cores(row, "crowd_cpu_s")),
                    Math.round(number(row, "broker_rss_kib") / 1024) + " MiB");
        }
        text.append(table).append("\n");
        for (JsonObject row : rows) {
            for (String remark : remarks(row)) {
                text.append("\n- At ")
                        .append(row.get("members").getAsString())
                        .append(" (")
                        .append(row.get("open").getAsString())
                        .append("): ")
                        .append(remark);
            }
        }
        traced.forEach(row -> text.append("\n\n").append(calls(row)));
        return text.toString().strip();
    }

    List<Target> targets() {
        double[] resident = rows.stream()
                .filter(row -> row.get("members").getAsInt() == THOUSAND)
                .mapToDouble(row -> number(row, "broker_rss_kib") / 1024)
                .toArray();
        return List.of(new Target(
                "broker RSS at 1000 subscribers of one 720p stream, MiB",
                128,
                96.0,
                resident.length == 0 ? null : Spread.of(resident),
                "at the end of the run"));
    }

    /** What was lost, and where; who was full. */
    static List<String> remarks(JsonObject row) {
        List<String> remarks = new ArrayList<>();
        Saturation.full("the broker", cores(row, "broker_cpu_s"), 1).ifPresent(remarks::add);
        Saturation.full("the load generator", cores(row, "crowd_cpu_s"), 1).ifPresent(remarks::add);
        Saturation.crowdedOut(cores(row, "others_cpu_s")).ifPresent(remarks::add);
        Saturation.dropped(new UdpFigures(
                        0, 0, 0, row.get("kernel_receive_overflows").getAsLong(), 0))
                .ifPresent(remarks::add);
        long dropped = row.get("socket_dropped_total").getAsLong();
        if (dropped > 0) {
            remarks.add("the broker dropped " + dropped + " datagrams because its socket took no more");
        }
        if (row.get("frames_left_out").getAsLong() > 0) {
            remarks.add("the broker left out " + row.get("frames_left_out").getAsString()
                    + " frames for those who decrypt: it took their path for slower than the stream");
        }
        if (row.get("sessions_lost").getAsLong() > 0) {
            remarks.add(row.get("sessions_lost").getAsString() + " sessions were lost");
        }
        if (remarks.isEmpty()) {
            remarks.add(row.get("lost").getAsLong() == 0 ? "nothing was lost, nobody was full" : "nobody was full");
        }
        return remarks;
    }

    /** How often the broker called the system to send, beside what it had to send. */
    private static String calls(JsonObject row) {
        long sends = 0;
        for (String name : List.of("sendmmsg", "sendmsg", "sendto")) {
            sends += row.has("calls_" + name) ? row.get("calls_" + name).getAsLong() : 0;
        }
        long control = row.get("control_datagrams_sent_total").getAsLong();
        long frames = row.get("frames_sent").getAsLong();
        long runs = Rhythm.picture(0).runs(frames);
        return String.format(
                Locale.ROOT,
                "strace for %.0f s at %d subscribers (which slows the broker down): %d system calls that send. The arithmetic: %d frames leave"
                        + " in %d runs (16 datagrams at once, the rest in chunks of 8), each one call for up to 1024 subscribers, and %d control"
                        + " datagrams in at most as many: %d to %d calls. One datagram a call would have been %.0f.",
                number(row, "wall_s"),
                row.get("members").getAsInt(),
                sends,
                frames,
                runs,
                control,
                runs,
                runs + control,
                number(row, "media_datagrams_sent_total") + control);
    }

    private static double cores(JsonObject row, String cpu) {
        return number(row, cpu) / number(row, "wall_s");
    }

    private static String millis(JsonObject row, String micros) {
        return Spread.digits(number(row, micros) / 1000) + " ms";
    }

    private static double number(JsonObject row, String name) {
        return row.get(name).getAsDouble();
    }
}
