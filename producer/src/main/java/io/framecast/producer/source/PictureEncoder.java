package io.framecast.producer.source;

import io.framecast.client.RunException;
import io.framecast.producer.libav.CodecProbe;
import io.framecast.producer.libav.Picture;
import io.framecast.producer.libav.VideoCodec;
import io.framecast.producer.libav.VideoEncoder;
import io.framecast.producer.libav.VideoSettings;
import io.framecast.protocol.media.Track;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Raw pictures of any size in, frames of one track out; a key frame on request. */
final class PictureEncoder implements AutoCloseable {
    private final int trackId;
    private final VideoEncoder encoder;
    private final Picture picture;
    private final Track track;
    private final AtomicBoolean keyWanted = new AtomicBoolean(true);

    private PictureEncoder(int trackId, VideoSettings settings) throws RunException {
        this.trackId = trackId;
        String codec = CodecProbe.codecString(settings);
        track = new Track(
                trackId,
                Track.VIDEO,
                Track.VIDEO,
                codec,
                settings.width(),
                settings.height(),
                settings.framesPerSecond(),
                settings.bitrate(),
                0,
                0,
                "",
                0,
                0,
                0,
                settings.gopSeconds(),
                "");
        encoder = new VideoEncoder(settings);
        picture = new Picture(settings);
    }

    /** Width, height and rate are the source's; the options change what they name. */
    static PictureEncoder of(
            int trackId, SourceOptions options, VideoCodec usual, int width, int height, double framesPerSecond)
            throws RunException {
        int w = options.width() != 0 ? options.width() : width & ~1;
        int h = options.height() != 0 ? options.height() : height & ~1;
        int bitrate = options.bitrate() != 0 ? options.bitrate() : VideoSettings.usualBitrate(w, h, framesPerSecond);
        return new PictureEncoder(
                trackId,
                new VideoSettings(options.codecOr(usual), w, h, framesPerSecond, bitrate, options.gopOrUsual()));
    }

    Track track() {
        return track;
    }

    /** To be drawn into, then encoded by {@link #encodeDrawn}. */
    Picture picture() {
        return picture;
    }

    void encode(AVFrame source, long presentationMicros, Consumer<SourceFrame> out) throws RunException {
        picture.fillFrom(source);
        encodeDrawn(presentationMicros, out);
    }

    void encodeDrawn(long presentationMicros, Consumer<SourceFrame> out) throws RunException {
        boolean key = keyWanted.getAndSet(false);
        boolean taken = encoder.encode(
                picture.frame(),
                presentationMicros,
                key,
                unit -> out.accept(new SourceFrame(
                        trackId,
                        unit.key(),
                        false,
                        unit.presentationMicros(),
                        unit.presentationMicros(),
                        unit.payload())));
        if (!taken) {
            keyWanted.set(true);
        }
    }

    /** Any thread. */
    void requestKeyFrame() {
        keyWanted.set(true);
    }

    @Override
    public void close() {
        encoder.close();
        picture.close();
    }
}
