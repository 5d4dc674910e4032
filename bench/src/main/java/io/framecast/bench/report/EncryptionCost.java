package io.framecast.bench.report;

import com.google.gson.JsonObject;
import io.framecast.bench.measure.Section;
import io.framecast.bench.measure.Spread;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What encryption costs at each program, put together from the single steps and a run with many subscribers. */
record EncryptionCost(
        double sealNanos, double signNanos, double verifyNanos, double openNanos, Optional<JsonObject> run) {

    /** Empty where the steps were not measured. */
    static Optional<EncryptionCost> of(List<Section> sections) {
        List<JsonObject> steps = rows(sections, "micro");
        double seal = nanos(steps, "sealADatagram");
        double sign = nanos(steps, "signATrailer");
        double both = nanos(steps, "signAndVerifyATrailer");
        double open = nanos(steps, "openADatagram");
        double known = seal + sign + both + open;
        // The run in which some of the members decrypt is one in which the broker does all that it does for them.
        Optional<JsonObject> run = rows(sections, "subscribers").stream()
                .filter(row -> row.has("open") && row.get("open").getAsString().equals("sample"))
                .findFirst();
        return Double.isNaN(known)
                ? Optional.empty()
                : Optional.of(new EncryptionCost(seal, sign, Math.max(0, both - sign), open, run));
    }

    private static List<JsonObject> rows(List<Section> sections, String name) {
        return sections.stream()
                .filter(section -> section.name().equals(name))
                .flatMap(section -> section.rows().stream())
                .toList();
    }

    private static double nanos(List<JsonObject> steps, String method) {
        return steps.stream()
                .filter(row -> row.get("step").getAsString().endsWith("." + method))
                .mapToDouble(row -> row.get("ns").getAsDouble())
                .findFirst()
                .orElse(Double.NaN);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append("Of a datagram of 1200 bytes, by the steps of `micro`: the producer seals it in ")
                .append(micros(sealNanos))
                .append(" us and signs its trailer in ")
                .append(micros(signNanos))
                .append("; the broker checks the trailer in ")
                .append(micros(verifyNanos))
                .append(", once, however many subscribers there are; each subscriber opens it in ")
                .append(micros(openNanos))
                .append('.');
        run.ifPresent(row -> text.append(' ').append(shares(row)));
        return text.toString();
    }

    /** Of a stream's own rate; what a program does beside that (encoding, decoding) is not in it, so it is a share of a core. */
    private String shares(JsonObject row) {
        double wall = row.get("wall_s").getAsDouble();
        double in = row.get("media_datagrams_sent_total").getAsDouble()
                / row.get("members").getAsDouble()
                / wall;
        double brokerCores = row.get("broker_cpu_s").getAsDouble() / wall;
        return String.format(
                Locale.ROOT,
                "At the %.0f datagrams a second of `subscribers`' stream that is %s %% of a core at the producer, %s %% at each subscriber, and"
                        + " %s %% of the %s cores that the broker took for its %d subscribers.",
                in,
                Spread.digits(in * (sealNanos + signNanos) / 1e7),
                Spread.digits(in * openNanos / 1e7),
                Spread.digits(in * verifyNanos / 1e7 / brokerCores),
                Spread.digits(brokerCores),
                row.get("members").getAsInt());
    }

    private static String micros(double nanos) {
        return Spread.digits(nanos / 1000);
    }
}
