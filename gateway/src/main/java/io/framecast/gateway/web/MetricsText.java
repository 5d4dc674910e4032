package io.framecast.gateway.web;

import io.framecast.gateway.GatewayCounter;
import java.util.Locale;

/** The gateway's figures in Prometheus' text form. Of its labels only the three ways of playing are open, and those are closed. */
final class MetricsText {

    private static final String PREFIX = "framecast_gateway_";

    private MetricsText() {}

    static String of(Site site) {
        StringBuilder text = new StringBuilder(4096);
        for (GatewayCounter counter : GatewayCounter.values()) {
            head(text, counter.metricName(), counter.description(), "counter");
            text.append(PREFIX)
                    .append(counter.metricName())
                    .append(' ')
                    .append(site.counters.get(counter))
                    .append('\n');
        }
        gauge(text, "connected", "Whether there is a session with the broker.", site.feeds.connected() ? 1 : 0);
        gauge(text, "connections", "Open connections.", site.connections.all());
        gauge(text, "viewers", "WebSockets that watch.", site.viewers.size());
        gauge(text, "event_streams", "Followers of the list of streams.", site.followers.size());
        gauge(
                text,
                "feeds",
                "Streams subscribed at the broker.",
                site.feeds.all().size());
        Runtime jvm = Runtime.getRuntime();
        gauge(text, "heap_used_bytes", "Heap of the JVM in use.", jvm.totalMemory() - jvm.freeMemory());
        reports(text, site);
        return text.toString();
    }

    private static void reports(StringBuilder text, Site site) {
        head(text, "page_reports_total", "Reports of pages, by how they play.", "counter");
        site.reports.paths().forEach((path, sums) -> sample(text, "page_reports_total", path, (double) sums.reports));
        head(text, "page_frames_dropped_total", "Frames that pages dropped, by how they play.", "counter");
        site.reports
                .paths()
                .forEach((path, sums) -> sample(text, "page_frames_dropped_total", path, (double) sums.dropped));
        head(text, "page_shown_seconds", "Median age of a picture when shown, as pages say.", "summary");
        site.reports.paths().forEach((path, sums) -> {
            sample(text, "page_shown_seconds_sum", path, sums.shownMillis / 1000);
            sample(text, "page_shown_seconds_count", path, (double) sums.shown);
        });
    }

    private static void gauge(StringBuilder text, String name, String description, long value) {
        head(text, name, description, "gauge");
        text.append(PREFIX).append(name).append(' ').append(value).append('\n');
    }

    private static void head(StringBuilder text, String name, String description, String type) {
        text.append("# HELP ")
                .append(PREFIX)
                .append(name)
                .append(' ')
                .append(description)
                .append('\n');
        text.append("# TYPE ")
                .append(PREFIX)
                .append(name)
                .append(' ')
                .append(type)
                .append('\n');
    }

    private static void sample(StringBuilder text, String name, String path, double value) {
        text.append(String.format(Locale.ROOT, "%s%s{path=\"%s\"} %s\n", PREFIX, name, path, value));
    }
}
