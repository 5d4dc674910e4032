package io.framecast.bench.fanout;

import io.framecast.bench.measure.MarkdownTable;
import io.framecast.bench.measure.Spread;
import io.framecast.transport.TransportKind;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** What a second thread brings: datagrams by the clock, and what they cost. */
record ThreadRows(FanoutRows rows) {

    /** Two threads that only send have two cores; with less, one of them was in somebody's way. */
    private static final double TWO_CORES = 1.8;

    /** Whether there is a second core, and a transport that uses it. */
    static boolean possible() {
        return TransportKind.NATIVE.supported() && Runtime.getRuntime().availableProcessors() > 1;
    }

    String text() {
        String title = "**two threads that send, " + Fanout.LARGE + " subscribers**\n\n";
        if (rows.isEmpty()) {
            return title + "Not measured: that takes the native transport and two cores.";
        }
        MarkdownTable table = new MarkdownTable(
                "", "million datagrams / s, 1 thread", "2 threads", "2 against 1", "CPU of a datagram, 2 against 1");
        StringBuilder remarks = new StringBuilder();
        for (String variant : List.of(Fanout.SEND_ONLY, Fanout.DELIVERED)) {
            for (int segments : frames()) {
                FanoutRows both = rows.where(variant, segments, Fanout.LARGE);
                FanoutRows one = both.of(Technique.NATIVE);
                FanoutRows two = both.of(Technique.TWO_THREADS);
                if (both.isEmpty()) {
                    continue;
                }
                String what = variant + ", frames of " + segments;
                table.row(
                        what,
                        Spread.of(one.rate()).toString(),
                        Spread.of(two.rate()).toString(),
                        Spread.ofRatios(two.rate(), one.rate()).toString(),
                        Spread.ofRatios(two.cost(true), one.cost(true)).toString());
                double cores = Spread.of(two.cores()).median();
                if (cores < TWO_CORES) {
                    remarks.append(String.format(
                            Locale.ROOT,
                            "\n- %s: two threads had %.2f cores: there were not two idle ones\n",
                            what,
                            cores));
                }
            }
        }
        return (title
                        + "Turns as above, one thread and two in turn. CPU is that of all threads of the process, in steps of 10 ms.\n\n"
                        + table
                        + "\n"
                        + remarks)
                .strip();
    }

    private TreeSet<Integer> frames() {
        TreeSet<Integer> frames = new TreeSet<>();
        rows.all().forEach(row -> frames.add(row.get("segments").getAsInt()));
        return frames;
    }
}
