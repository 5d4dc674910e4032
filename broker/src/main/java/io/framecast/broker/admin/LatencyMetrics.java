package io.framecast.broker.admin;

import io.framecast.broker.core.BrokerSnapshot.StreamSnapshot;
import io.framecast.broker.core.StreamAges;
import io.framecast.protocol.time.AgeHistogram;
import io.framecast.protocol.time.AgeHistogram.Counts;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The streams' latencies as Prometheus histograms: of the streams that are live now, counted since each was announced. */
final class LatencyMetrics implements MultiCollector {

    private static final String FRAME_AGE = "framecast_frame_age_seconds";
    private static final String VIEWER_LATENCY = "framecast_viewer_latency_seconds";
    private static final String RELATIVE_REPORTS = "framecast_viewer_reports_relative";
    private static final String JOIN = "framecast_join_seconds";
    private static final double MICROS = 1e6;
    private static final double[] UPPER_SECONDS = upperSeconds();

    private volatile List<StreamSnapshot> streams = List.of();

    void use(List<StreamSnapshot> now) {
        streams = now;
    }

    @Override
    public MetricSnapshots collect() {
        List<HistogramDataPointSnapshot> frames = new ArrayList<>();
        List<HistogramDataPointSnapshot> viewers = new ArrayList<>();
        List<HistogramDataPointSnapshot> joins = new ArrayList<>();
        List<CounterDataPointSnapshot> relative = new ArrayList<>();
        for (StreamSnapshot stream : streams) {
            String id = stream.producerId();
            StreamAges ages = stream.ages();
            for (StreamAges.AtPoint at : ages.points()) {
                String point = at.point().name().toLowerCase(Locale.ROOT);
                String clock = at.absolute() ? "absolute" : "relative";
                frames.add(histogram(Labels.of("stream", id, "point", point, "clock", clock), at.counts()));
            }
            if (ages.viewerMedians().total() > 0) {
                viewers.add(histogram(Labels.of("stream", id, "kind", "median"), ages.viewerMedians()));
                viewers.add(histogram(Labels.of("stream", id, "kind", "worst"), ages.viewerWorst()));
            }
            if (stream.joins().total() > 0) {
                joins.add(histogram(Labels.of("stream", id), stream.joins()));
            }
            relative.add(CounterDataPointSnapshot.builder()
                    .value((double) ages.relativeReports())
                    .labels(Labels.of("stream", id))
                    .build());
        }
        return MetricSnapshots.of(
                new HistogramSnapshot(
                        new MetricMetadata(
                                FRAME_AGE,
                                "Age of a live stream's frames since their capture: when encoded and sealed (a median for"
                                        + " each of the producer's reports), when the broker had the whole of them, when it"
                                        + " had sent the whole of them on. Relative: against the fastest of the last 10 s."),
                        frames),
                new HistogramSnapshot(
                        new MetricMetadata(
                                VIEWER_LATENCY,
                                "Age of frames when they are whole at a viewer: the median and the oldest one of each"
                                        + " report. Only of viewers whose clock is known within 20 ms."),
                        viewers),
                new HistogramSnapshot(
                        new MetricMetadata(
                                JOIN,
                                "From a SUBSCRIBE to a live stream until the subscriber had been sent all that was cached"
                                        + " and went on with what is live."),
                        joins),
                new CounterSnapshot(
                        new MetricMetadata(
                                RELATIVE_REPORTS,
                                "Viewers' reports that are not in the histogram, because their clock is not known."),
                        relative));
    }

    private static HistogramDataPointSnapshot histogram(Labels labels, Counts counts) {
        return HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(ClassicHistogramBuckets.of(UPPER_SECONDS, counts.counts()))
                .sum(counts.sumMicros() / MICROS)
                .labels(labels)
                .build();
    }

    private static double[] upperSeconds() {
        long[] micros = AgeHistogram.upperMicros();
        double[] seconds = new double[micros.length + 1];
        Arrays.setAll(seconds, i -> i < micros.length ? micros[i] / MICROS : Double.POSITIVE_INFINITY);
        return seconds;
    }
}
