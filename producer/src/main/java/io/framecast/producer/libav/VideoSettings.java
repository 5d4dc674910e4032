package io.framecast.producer.libav;

/**
 * How to encode pictures.
 *
 * @param codec one of {@link VideoCodec}
 * @param width even pixels
 * @param height even pixels
 * @param bitrate bits a second
 * @param gopSeconds between key frames
 */
public record VideoSettings(
        VideoCodec codec, int width, int height, double framesPerSecond, int bitrate, double gopSeconds) {

    public VideoSettings {
        if (width < 2 || height < 2 || (width & 1) != 0 || (height & 1) != 0) {
            throw new IllegalArgumentException("size " + width + "x" + height + " is not even");
        }
    }

    /** About a tenth of a bit a pixel, as cameras do; between 300 kbit/s and 12 Mbit/s. */
    public static int usualBitrate(int width, int height, double framesPerSecond) {
        return Math.clamp(Math.round(width * height * framesPerSecond * 0.1), 300_000, 12_000_000);
    }

    int gopFrames() {
        return Math.clamp(Math.round(gopSeconds * framesPerSecond), 1, 100_000);
    }
}
