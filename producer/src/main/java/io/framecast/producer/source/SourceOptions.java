package io.framecast.producer.source;

import io.framecast.client.UsageException;
import io.framecast.producer.libav.VideoCodec;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says about a source. Zero, or null, where it says nothing.
 *
 * @param rateFps frames a second of {@code frames:} (25 unless given), {@code test:}, {@code camera:} and {@code screen:}; up to 1000
 * @param loop start again at the end, without a jump in time
 * @param codec what to encode with; a file whose codec is another one is re-encoded
 * @param bitrate bits a second of the encoded picture, 10 000 to 1 000 000 000; a file is re-encoded
 * @param width of the encoded picture, even, 16 to 8192; a file is re-encoded
 * @param height likewise
 * @param gopSeconds between key frames where we encode, 0.1 to 60
 */
public record SourceOptions(
        double rateFps,
        boolean loop,
        @Nullable VideoCodec codec,
        int bitrate,
        int width,
        int height,
        double gopSeconds) {
    public static final SourceOptions DEFAULT = new SourceOptions(0, false, null, 0, 0, 0, 0);

    private static final double USUAL_GOP_SECONDS = 2;

    public SourceOptions {
        if (rateFps != 0 && !(rateFps >= 0.01 && rateFps <= 1000)) {
            throw new UsageException("--rate " + rateFps + ": not in 0.01 to 1000 frames a second");
        }
        if (bitrate != 0 && (bitrate < 10_000 || bitrate > 1_000_000_000)) {
            throw new UsageException("--bitrate " + bitrate + ": not in 10k to 1000M bits a second");
        }
        if (gopSeconds != 0 && !(gopSeconds >= 0.1 && gopSeconds <= 60)) {
            throw new UsageException("--gop " + gopSeconds + ": not in 0.1 to 60 seconds");
        }
        if (width != 0 || height != 0) {
            PictureSize.checked("--size " + width + "x" + height, width, height);
        }
    }

    public SourceOptions withLoop() {
        return new SourceOptions(rateFps, true, codec, bitrate, width, height, gopSeconds);
    }

    public SourceOptions withRate(double framesPerSecond) {
        return new SourceOptions(framesPerSecond, loop, codec, bitrate, width, height, gopSeconds);
    }

    public SourceOptions withCodec(VideoCodec other) {
        return new SourceOptions(rateFps, loop, other, bitrate, width, height, gopSeconds);
    }

    double rateOr(double usual) {
        return rateFps == 0 ? usual : rateFps;
    }

    VideoCodec codecOr(VideoCodec usual) {
        return codec == null ? usual : codec;
    }

    double gopOrUsual() {
        return gopSeconds == 0 ? USUAL_GOP_SECONDS : gopSeconds;
    }
}
