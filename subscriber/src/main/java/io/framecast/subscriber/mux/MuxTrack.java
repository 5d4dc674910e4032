package io.framecast.subscriber.mux;

import io.framecast.subscriber.media.Codec;

/**
 * One track as a container's header describes it. The bytes are libav's extradata.
 *
 * @param framerate frames a second, 0 unknown
 */
public record MuxTrack(
        Codec codec,
        int width,
        int height,
        double framerate,
        int sampleRate,
        int channels,
        int bitsPerSample,
        byte[] headerBytes) {

    public static MuxTrack video(Codec codec, int width, int height, double framerate, int bits, byte[] headerBytes) {
        return new MuxTrack(codec, width, height, framerate, 0, 0, bits, headerBytes);
    }

    public static MuxTrack audio(Codec codec, int sampleRate, int channels, byte[] headerBytes) {
        return new MuxTrack(codec, 0, 0, 0, sampleRate, channels, 16, headerBytes);
    }
}
