package io.framecast.subscriber.media;

/**
 * Decoded sound: signed 16-bit samples, interleaved, little-endian.
 *
 * @param captureMicros when its first sample sounds, on the producer's clock
 * @param channels 1 or 2
 */
public record Pcm(long captureMicros, int sampleRate, int channels, byte[] samples) {

    /** Samples of one channel. */
    public int frames() {
        return samples.length / (2 * channels);
    }

    public long durationMicros() {
        return frames() * 1_000_000L / sampleRate;
    }
}
