package io.framecast.subscriber.output;

import io.framecast.protocol.media.Frame;
import io.framecast.subscriber.media.AudioUnit;
import io.framecast.subscriber.mux.DecodeTimes;
import io.framecast.subscriber.mux.MediaTimeline;
import io.framecast.subscriber.mux.MuxTrack;
import io.framecast.subscriber.mux.Muxer;
import java.io.IOException;

/**
 * One open file: capture times become times from its start. Everything is later by the decoder's head start, picture and sound
 * alike, so that no decode time is negative and no player has to shift one of the two.
 */
final class Recording {
    /** Sound that lies before the first picture by no more than this is kept. */
    static final long PRIMING_MICROS = 100_000;

    private final Muxer muxer;
    private final boolean fixedHeader;
    private final RecordedTracks tracks;
    private final MediaTimeline timeline;
    private final long intervalMicros;
    private final long firstVideoMicros;
    private final long shiftMicros;
    private DecodeTimes decodeTimes;
    private long lastAudioMicros = Long.MIN_VALUE;
    private boolean pictureSinceReturn = true;

    /**
     * @param earliestMicros the earliest capture time that will be written
     * @param firstVideoMicros that of the first picture
     */
    Recording(Muxer muxer, boolean fixedHeader, RecordedTracks tracks, long earliestMicros, long firstVideoMicros) {
        this.muxer = muxer;
        this.fixedHeader = fixedHeader;
        this.tracks = tracks;
        MuxTrack video = tracks.video();
        double framerate = video == null ? 0 : video.framerate();
        this.intervalMicros = framerate > 0 ? Math.round(1e6 / framerate) : 33_333;
        this.decodeTimes = new DecodeTimes(tracks.reorder(), intervalMicros);
        this.firstVideoMicros = firstVideoMicros;
        // Whole milliseconds, so that Matroska rounds the same instants the same way.
        this.shiftMicros = roundUp(Math.max(decodeTimes.leadMicros(), firstVideoMicros - earliestMicros));
        this.timeline = new MediaTimeline(firstVideoMicros);
    }

    boolean continuesWith(RecordedTracks newTracks) {
        return tracks.sameHeader(newTracks, fixedHeader);
    }

    void video(Frame frame) throws IOException {
        long time = timeline.of(frame.captureMicros()) + shiftMicros;
        if (!pictureSinceReturn) {
            decodeTimes = new DecodeTimes(tracks.reorder(), intervalMicros);
            pictureSinceReturn = true;
        }
        long decode = decodeTimes.next(time);
        if (time < shiftMicros && frame.captureMicros() < firstVideoMicros) {
            return; // a leading picture of the first key frame: what it refers to was never received
        }
        muxer.write(0, frame.payload(), time, Math.max(0, decode), intervalMicros, frame.key());
        timeline.wrote(time - shiftMicros + intervalMicros);
    }

    void audio(AudioUnit unit) throws IOException {
        long time = timeline.of(unit.captureMicros()) + shiftMicros;
        if (time < 0 || time < lastAudioMicros) {
            return;
        }
        lastAudioMicros = time;
        muxer.write(tracks.audioIndex(), unit.payload(), time, time, unit.durationMicros(), true);
        timeline.wrote(time - shiftMicros + unit.durationMicros());
    }

    /** The stream is away. */
    void paused() {
        timeline.cameBack();
        pictureSinceReturn = false;
    }

    void close() throws IOException {
        muxer.close();
    }

    private static long roundUp(long micros) {
        return (micros + 999) / 1000 * 1000;
    }
}
