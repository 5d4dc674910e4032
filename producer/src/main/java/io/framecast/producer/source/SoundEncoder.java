package io.framecast.producer.source;

import io.framecast.client.RunException;
import io.framecast.producer.libav.AudioEncoder;
import io.framecast.producer.libav.Resampler;
import io.framecast.protocol.media.Track;
import java.util.Base64;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Raw sound of any kind in, Opus frames of one track out. */
final class SoundEncoder implements AutoCloseable {
    private static final int BITRATE_PER_CHANNEL = 64_000;

    private final int trackId;
    private final AudioEncoder encoder;
    private final Resampler resampler;

    /** @param channels 1 or 2 */
    SoundEncoder(int trackId, int channels) throws RunException {
        this.trackId = trackId;
        encoder = new AudioEncoder(channels, channels * BITRATE_PER_CHANNEL);
        resampler = new Resampler(channels);
    }

    Track track() {
        return Track.audio(
                trackId,
                "opus",
                AudioEncoder.SAMPLE_RATE,
                encoder.channels(),
                encoder.channels() * BITRATE_PER_CHANNEL,
                Base64.getEncoder().encodeToString(encoder.configuration()));
    }

    void encode(AVFrame sound, long presentationMicros, Consumer<SourceFrame> out) throws RunException {
        encode(resampler.convert(sound), presentationMicros, out);
    }

    /** @param samples interleaved, {@link AudioEncoder#SAMPLE_RATE} a second */
    void encode(short[] samples, long presentationMicros, Consumer<SourceFrame> out) throws RunException {
        encoder.encode(
                samples,
                presentationMicros,
                unit -> out.accept(new SourceFrame(
                        trackId, true, false, unit.presentationMicros(), unit.presentationMicros(), unit.payload())));
    }

    @Override
    public void close() {
        encoder.close();
        resampler.close();
    }
}
