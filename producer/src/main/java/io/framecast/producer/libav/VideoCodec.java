package io.framecast.producer.libav;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP8;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP9;

import io.framecast.client.UsageException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What we encode pictures with, each set up for low delay: no frame waits for a later one. */
public enum VideoCodec {
    H264("libopenh264", AV_CODEC_ID_H264, "profile=constrained_baseline rc_mode=bitrate allow_skip_frames=0"),
    VP8("libvpx", AV_CODEC_ID_VP8, "deadline=realtime cpu-used=8 lag-in-frames=0"),
    VP9("libvpx-vp9", AV_CODEC_ID_VP9, "deadline=realtime cpu-used=8 lag-in-frames=0 row-mt=1"),
    AV1("libaom-av1", AV_CODEC_ID_AV1, "usage=realtime cpu-used=8 lag-in-frames=0"),
    MJPEG("mjpeg", AV_CODEC_ID_MJPEG, "");

    private final String encoder;
    private final int id;
    private final String options;

    VideoCodec(String encoder, int id, String options) {
        this.encoder = encoder;
        this.id = id;
        this.options = options;
    }

    /** By the name that {@code --codec} takes. */
    public static VideoCodec named(String name) {
        for (VideoCodec codec : values()) {
            if (codec.optionName().equals(name.toLowerCase(Locale.ROOT))) {
                return codec;
            }
        }
        throw new UsageException("--codec " + name + ": not one of "
                + Arrays.stream(values()).map(VideoCodec::optionName).collect(Collectors.joining(", ")));
    }

    public String optionName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** FFmpeg's number for the codec. */
    public int id() {
        return id;
    }

    String encoder() {
        return encoder;
    }

    Map<String, String> options() {
        return Arrays.stream(options.split(" "))
                .filter(option -> !option.isEmpty())
                .map(option -> option.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }
}
