package io.framecast.protocol.media;

/**
 * One track of a catalog. Zero, or an empty string, where a value is unknown or does not apply.
 *
 * @param id 1..255
 * @param role {@code video} or {@code audio}
 * @param codec a WebCodecs registry string ({@code avc1.42c01f}, {@code hvc1…}, {@code av01…}, {@code vp8}, {@code vp09…},
 *     {@code opus}, {@code mp4a.40.2}, {@code mp3}, {@code pcm-s16}) or {@code mjpeg}
 * @param framerate frames a second
 * @param bitrate bits a second
 * @param sampleRate samples a second
 * @param altGroup tracks that are renditions of one picture share it; 0: none
 * @param reorder how many frames may come before their turn in presentation order; 0: decode order is presentation order
 * @param maxGopSeconds longest distance between key frames, 0 unknown
 * @param initData base64 of the WebCodecs description (AAC: AudioSpecificConfig); empty where the bitstream carries everything
 */
public record Track(
        int id,
        String name,
        String role,
        String codec,
        int width,
        int height,
        double framerate,
        int bitrate,
        int sampleRate,
        int channels,
        String lang,
        int altGroup,
        int temporalId,
        int reorder,
        double maxGopSeconds,
        String initData) {

    public static final String VIDEO = "video";
    public static final String AUDIO = "audio";

    public Track {
        if (id < 1 || id > 255) {
            throw new IllegalArgumentException("track id " + id + " is not in 1..255");
        }
    }

    /** A picture whose decode order is {@code reorder} frames away from presentation order at the most. */
    public static Track video(
            int id, String codec, int width, int height, double framerate, int bitrate, int reorder, String initData) {
        return new Track(
                id, "video", VIDEO, codec, width, height, framerate, bitrate, 0, 0, "", 0, 0, reorder, 0, initData);
    }

    public static Track audio(int id, String codec, int sampleRate, int channels, int bitrate, String initData) {
        return new Track(id, "audio", AUDIO, codec, 0, 0, 0, bitrate, sampleRate, channels, "", 0, 0, 0, 0, initData);
    }

    public boolean isVideo() {
        return role.equals(VIDEO);
    }

    public boolean isAudio() {
        return role.equals(AUDIO);
    }
}
