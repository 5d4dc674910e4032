package io.framecast.subscriber.media;

import io.framecast.protocol.media.Track;
import java.util.Optional;
import org.bytedeco.ffmpeg.global.avcodec;

/** The codecs that an output knows, by the catalog's codec string. */
public enum Codec {
    H264("h264", avcodec.AV_CODEC_ID_H264),
    H265("h265", avcodec.AV_CODEC_ID_HEVC),
    VP8("vp8", avcodec.AV_CODEC_ID_VP8),
    VP9("vp9", avcodec.AV_CODEC_ID_VP9),
    AV1("av1", avcodec.AV_CODEC_ID_AV1),
    MJPEG("jpg", avcodec.AV_CODEC_ID_MJPEG),
    PNG("png", avcodec.AV_CODEC_ID_PNG),
    AAC("aac", avcodec.AV_CODEC_ID_AAC),
    OPUS("opus", avcodec.AV_CODEC_ID_OPUS),
    MP3("mp3", avcodec.AV_CODEC_ID_MP3),
    PCM("wav", avcodec.AV_CODEC_ID_PCM_S16LE);

    private final String extension;
    private final int libavId;

    Codec(String extension, int libavId) {
        this.extension = extension;
        this.libavId = libavId;
    }

    /** The codec of a track; empty for one that is not known here, whose frames can still be written as they are. */
    public static Optional<Codec> of(Track track) {
        return of(track.codec());
    }

    /** By a WebCodecs registry string, {@code mjpeg} or {@code png}. */
    public static Optional<Codec> of(String codecString) {
        String family = codecString.contains(".") ? codecString.substring(0, codecString.indexOf('.')) : codecString;
        return switch (family) {
            case "avc1", "avc3", "h264" -> Optional.of(H264);
            case "hvc1", "hev1", "h265", "hevc" -> Optional.of(H265);
            case "vp8", "vp08" -> Optional.of(VP8);
            case "vp9", "vp09" -> Optional.of(VP9);
            case "av01", "av1" -> Optional.of(AV1);
            case "mjpeg", "jpeg" -> Optional.of(MJPEG);
            case "png" -> Optional.of(PNG);
            case "opus" -> Optional.of(OPUS);
            case "mp3" -> Optional.of(MP3);
            case "aac" -> Optional.of(AAC);
            case "pcm-s16" -> Optional.of(PCM);
            // mp4a.6b and mp4a.69 are MP3 by their MPEG-4 object type (RFC 6381).
            case "mp4a" ->
                Optional.of(codecString.equalsIgnoreCase("mp4a.6b") || codecString.equals("mp4a.69") ? MP3 : AAC);
            default -> Optional.empty();
        };
    }

    /** The usual end of a file name that holds one frame, without the dot. */
    public String extension() {
        return extension;
    }

    public boolean isVideo() {
        return switch (this) {
            case H264, H265, VP8, VP9, AV1, MJPEG, PNG -> true;
            case AAC, OPUS, MP3, PCM -> false;
        };
    }

    /** The number that libav knows it by. */
    public int libavId() {
        return libavId;
    }

    /** How a person calls it. */
    public String label() {
        return switch (this) {
            case H264 -> "H.264";
            case H265 -> "H.265";
            case MJPEG, PNG, VP8, VP9, AV1, AAC, MP3, PCM -> name();
            case OPUS -> "Opus";
        };
    }
}
