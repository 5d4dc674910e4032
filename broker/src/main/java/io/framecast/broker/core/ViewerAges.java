package io.framecast.broker.core;

import io.framecast.protocol.time.AgeHistogram;
import io.framecast.protocol.wire.ControlPacket.StreamReport;

/** How old a stream's frames are where they are watched, from the viewers' reports. Owned by the stream. */
final class ViewerAges {

    private final AgeHistogram medians = new AgeHistogram();
    private final AgeHistogram worst = new AgeHistogram();
    private long relative;

    void onReport(StreamReport report) {
        if (report.worstMicros() == 0) {
            return;
        }
        if (report.absolute()) {
            medians.add(report.latencyMicros());
            worst.add(report.worstMicros());
        } else {
            relative++;
        }
    }

    StreamAges snapshot(FrameAges frames) {
        return new StreamAges(frames.snapshot(), medians.counts(), worst.counts(), relative);
    }
}
