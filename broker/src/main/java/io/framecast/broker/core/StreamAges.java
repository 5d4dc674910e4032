package io.framecast.broker.core;

import io.framecast.protocol.time.AgeHistogram.Counts;
import java.util.List;

/**
 * How old a stream's frames were since its announcement, as counts; a value.
 *
 * @param points on the way through the broker; a point that no frame was seen at is not there
 * @param viewerMedians of the viewers' reports, one value each: the median of their frames' age when complete
 * @param viewerWorst the same of the oldest frame in each report
 * @param relativeReports that told no absolute ages and are in neither
 */
public record StreamAges(List<AtPoint> points, Counts viewerMedians, Counts viewerWorst, long relativeReports) {

    public static final StreamAges NONE = new StreamAges(List.of(), Counts.NONE, Counts.NONE, 0);

    public StreamAges {
        points = List.copyOf(points);
    }

    /** Where the age of a frame is taken. */
    public enum Point {
        /** Sealed at the producer; a median for each of its reports. */
        ENCODED,
        /** The broker has all of its datagrams. */
        ARRIVED,
        /** The broker has sent all of them on. */
        FORWARDED
    }

    /** {@code absolute}: by a known clock, else against the fastest of the last ten seconds. */
    public record AtPoint(Point point, boolean absolute, Counts counts) {}
}
