package io.framecast.subscriber.mux;

import io.framecast.subscriber.media.Codec;

/** The containers that are written, and what each of them can carry so that others can read it back. */
public enum Container {
    MP4("mp4", "MP4"),
    MATROSKA("matroska", "Matroska"),
    MPEG_TS("mpegts", "MPEG-TS");

    private final String libavName;
    private final String label;

    Container(String libavName, String label) {
        this.libavName = libavName;
        this.label = label;
    }

    public boolean carries(Codec codec) {
        return switch (this) {
            case MATROSKA -> true;
            case MP4 -> codec != Codec.VP8 && codec != Codec.PCM;
            case MPEG_TS ->
                switch (codec) {
                    case H264, H265, AAC, OPUS, MP3 -> true;
                    case VP8, VP9, AV1, MJPEG, PNG, PCM -> false;
                };
        };
    }

    /** How a person calls it. */
    public String label() {
        return label;
    }

    String libavName() {
        return libavName;
    }

    /** Whether the header of the file fixes what an MPEG-TS may change on the way. */
    public boolean fixedHeader() {
        return this != MPEG_TS;
    }
}
