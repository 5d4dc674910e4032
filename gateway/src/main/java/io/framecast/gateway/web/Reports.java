package io.framecast.gateway.web;

import java.util.LinkedHashMap;
import java.util.Map;

/** What pages say about themselves, summed up for the metrics. Owned by the gateway's loop. */
final class Reports {

    /** Sums of one way of playing. */
    static final class Path {
        long reports;
        double shownMillis;
        long shown;
        long dropped;
    }

    private final Map<String, Path> paths = new LinkedHashMap<>();

    void onReport(ViewerMessage.Report report) {
        Path path = paths.computeIfAbsent(report.path(), _ -> new Path());
        path.reports++;
        path.dropped += Math.clamp(report.dropped(), 0, 1_000_000);
        if (report.shownMillis() >= 0 && report.shownMillis() < 1e7) {
            path.shownMillis += report.shownMillis();
            path.shown++;
        }
    }

    /** By way of playing: {@code webcodecs}, {@code mse}, {@code jpeg}. */
    Map<String, Path> paths() {
        return paths;
    }
}
