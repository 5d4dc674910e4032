package io.framecast.bench.fanout;

import com.google.gson.JsonObject;
import io.framecast.bench.measure.Spread;
import io.framecast.bench.measure.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tables and targets of the fan-out. The broker's technique is the best one that this machine has. */
record FanoutReport(
        FanoutRows rows,
        FanoutRows scaled,
        List<Integer> segments,
        List<Technique> techniques,
        int subscribers,
        boolean hasLimit,
        boolean namespaces) {

    private static final String FALLBACK = "segmented";

    String text(int rounds, int millis) {
        StringBuilder text = new StringBuilder();
        text.append("CPU seconds (user + system) for a million datagrams of 1200 bytes to ")
                .append(subscribers)
                .append(" subscribers: median and range of ")
                .append(rounds)
                .append(" turns of ")
                .append(millis)
                .append(
                        " ms, all techniques in turn. Each technique is a process of its own, warmed up once; the first column counts the"
                                + " thread that sends, *all threads* the whole process, its compilers among it. ratio: to the C program in the same round.\n");
        for (String variant : List.of(Fanout.SEND_ONLY, Fanout.DELIVERED)) {
            for (int count : segments) {
                FanoutRows part = rows.where(variant, count, subscribers);
                if (part.isEmpty()) {
                    continue;
                }
                text.append("\n**")
                        .append(variant)
                        .append(", frames of ")
                        .append(count)
                        .append("**\n\n");
                text.append(part.table()).append("\n");
                part.remarks()
                        .forEach(remark -> text.append("\n- ").append(remark).append("\n"));
            }
        }
        for (int count : segments) {
            for (String technique : scaled.techniques()) {
                ratioOfMany(technique, count)
                        .ifPresent(ratio -> text.append("\nA datagram at 10 000 subscribers against 100, frames of ")
                                .append(count)
                                .append(", ")
                                .append(technique)
                                .append(": ")
                                .append(ratio)
                                .append("\n"));
            }
        }
        text.append(
                "\nNot comparable: *send-only* leaves out what a network card without segmentation of its own costs, for all"
                        + " techniques alike, and everything behind the queue; *delivered* has the receivers' side of the kernel in it, up to the"
                        + " full sockets. The C program has no ring, no table that changes and no event loop. Aeron sends 1216 bytes with its own header,"
                        + " copies each message into its log, keeps flow control and retransmission state, and runs here with a flow"
                        + " control that never waits, since nobody answers: it is what its send path costs, not what it can do.\n");
        if (!hasLimit) {
            text.append(
                    "\nThere is no C compiler (`cc`) on this machine: the rows of the limit, and all ratios to it, are missing.\n");
        }
        if (!namespaces) {
            text.append("\nNo send-only rows: they need Linux, root, and the programs ip and tc.\n");
        }
        return text.toString().strip();
    }

    List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        for (int count : List.of(8, 40)) {
            targets.add(target(
                    "send-only fan-out against C, frames of " + count, 1.10, 1.03, best(), Technique.LIMIT, count));
        }
        targets.add(target(
                "send-only against `DatagramChannel.send`, frames of 8", 0.12, 0.10, best(), Technique.CHANNEL, 8));
        targets.add(target(
                "send-only against `DatagramChannel.send`, frames of 40", 0.05, 0.036, best(), Technique.CHANNEL, 40));
        targets.add(target(
                "pure-Netty fallback against C, send-only, frames of 40", 1.25, 1.15, FALLBACK, Technique.LIMIT, 40));
        FanoutRows sent = rows.where(Fanout.SEND_ONLY, 40, subscribers).of(best());
        targets.add(new Target(
                "bytes allocated for a datagram by the thread that sends, frames of 40",
                0,
                null,
                sent.isEmpty() ? null : Spread.of(sent.allocated()),
                "`" + best() + "`"));
        for (int count : List.of(8, 40)) {
            targets.add(new Target(
                    "a datagram at 10 000 subscribers against 100, frames of " + count,
                    1.15,
                    null,
                    ratioOfMany(best(), count).orElse(null),
                    ratioOfMany(Technique.LIMIT, count).map(c -> "C: " + c).orElse("")));
        }
        return targets;
    }

    /** {@code ratio_to_limit}: the best technique's median CPU of a datagram to the C program's, in the longest frames; null with a {@code reason}. */
    JsonObject figures() {
        String variant = namespaces ? Fanout.SEND_ONLY : Fanout.DELIVERED;
        FanoutRows longest = rows.where(variant, Collections.max(segments), subscribers);
        Optional<Spread> ratio = longest.of(best()).against(longest.of(Technique.LIMIT));
        JsonObject figures = new JsonObject();
        figures.addProperty("ratio_to_limit", ratio.map(Spread::median).orElse(null));
        if (ratio.isEmpty()) {
            figures.addProperty("reason", hasLimit ? "no rows of " + variant : "no C compiler (cc) on this machine");
        }
        figures.addProperty("technique", best());
        figures.addProperty("subscribers", subscribers);
        figures.addProperty("variant", variant);
        return figures;
    }

    private String best() {
        return techniques.getFirst().name();
    }

    private Target target(
            String what, double most, @Nullable Double stretch, String technique, String other, int count) {
        FanoutRows part = rows.where(Fanout.SEND_ONLY, count, subscribers);
        return new Target(
                what, most, stretch, part.of(technique).against(part.of(other)).orElse(null), "`" + technique + "`");
    }

    private Optional<Spread> ratioOfMany(String technique, int count) {
        FanoutRows part = scaled.of(technique);
        return part.where(Fanout.SEND_ONLY, count, Fanout.MANY)
                .against(part.where(Fanout.SEND_ONLY, count, Fanout.FEW));
    }
}
