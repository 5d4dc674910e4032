package io.framecast.producer.source;

import io.framecast.client.RunException;
import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Track;
import java.util.ArrayList;
import java.util.List;

/** All that a source gives out, up to a number of frames. */
record Recorded(Catalog catalog, List<SourceFrame> frames) {

    static Recorded of(FrameSource source, int limit) throws RunException, InterruptedException {
        try (source) {
            Catalog catalog = source.open();
            List<SourceFrame> frames = new ArrayList<>();
            while (frames.size() < limit) {
                SourceFrame frame = source.next();
                if (frame == null) {
                    break;
                }
                frames.add(frame);
            }
            return new Recorded(catalog, frames);
        }
    }

    static Recorded of(String uri, SourceOptions options) throws RunException, InterruptedException {
        return of(SourceUri.open(uri, options), Integer.MAX_VALUE);
    }

    List<SourceFrame> video() {
        return of(Track.VIDEO);
    }

    List<SourceFrame> audio() {
        return of(Track.AUDIO);
    }

    private List<SourceFrame> of(String role) {
        return frames.stream()
                .filter(frame ->
                        catalog.track(frame.track()).orElseThrow().role().equals(role))
                .toList();
    }

    /** In the order in which they are shown. */
    static List<Long> presentations(List<SourceFrame> frames) {
        return frames.stream().map(SourceFrame::presentationMicros).sorted().toList();
    }
}
