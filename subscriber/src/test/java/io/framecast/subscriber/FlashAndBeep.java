package io.framecast.subscriber;

import io.framecast.client.RunException;
import io.framecast.protocol.media.Frame;
import io.framecast.subscriber.media.AudioDecoder;
import io.framecast.subscriber.media.Pcm;
import io.framecast.subscriber.media.Picture;
import io.framecast.subscriber.media.PictureScaler;
import io.framecast.subscriber.media.VideoDecoder;
import java.util.ArrayList;
import java.util.List;

/** Finds the flashes and the beeps of the sample clip {@code clock.mp4}. */
public final class FlashAndBeep {
    private FlashAndBeep() {}

    /** The times of the first white picture of each flash, in microseconds. */
    public static List<Long> flashes(Clip clip) throws RunException {
        List<Long> found = new ArrayList<>();
        boolean[] white = {true}; // a recording that begins within a flash does not count it
        try (VideoDecoder decoder = new VideoDecoder(clip.catalog().video().orElseThrow());
                PictureScaler scaler = new PictureScaler()) {
            for (Frame frame : clip.video()) {
                decoder.decode(frame.payload(), frame.captureMicros(), picture -> {
                    boolean now = isWhite(picture, scaler);
                    if (now && !white[0]) {
                        found.add(picture.captureMicros());
                    }
                    white[0] = now;
                    picture.close();
                });
            }
        }
        return found;
    }

    /** Whether the square at the lower left is white. */
    public static boolean isWhite(Picture picture, PictureScaler scaler) {
        int[] rgb = new int[64 * 36];
        scaler.scale(picture, 64, 36, rgb);
        return (rgb[28 * 64 + 7] & 255) > 200;
    }

    /** The times of the first loud sample of each beep, in microseconds. */
    public static List<Long> beeps(Clip clip) throws RunException {
        List<Long> found = new ArrayList<>();
        BeepDetector detector = new BeepDetector();
        try (AudioDecoder decoder = new AudioDecoder(clip.catalog().audio().orElseThrow())) {
            for (Frame frame : clip.audio()) {
                decoder.decode(frame, pcm -> detector.find(pcm, found));
            }
        }
        return found;
    }

    /** A beep is a loud sample after 200 ms without one. */
    public static final class BeepDetector {
        private long quietSamples;

        public void find(Pcm pcm, List<Long> found) {
            for (int i = 0; i < pcm.frames(); i++) {
                int at = i * 2 * pcm.channels();
                int value = (pcm.samples()[at] & 0xff) | (pcm.samples()[at + 1] << 8);
                if (Math.abs(value) > 2500) {
                    if (quietSamples > pcm.sampleRate() / 5) {
                        found.add(pcm.captureMicros() + i * 1_000_000L / pcm.sampleRate());
                    }
                    quietSamples = 0;
                } else {
                    quietSamples++;
                }
            }
        }
    }
}
