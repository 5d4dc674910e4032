package io.framecast.subscriber.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_FATAL;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;

/** What every use of libav shares. */
public final class Libav {

    /** Zero bytes that a decoder may read behind its input (AV_INPUT_BUFFER_PADDING_SIZE). */
    public static final int PADDING_BYTES = 64;

    static {
        // Its own messages name no stream and come per packet: errors are counted and said here instead.
        av_log_set_level(AV_LOG_FATAL);
    }

    private Libav() {}

    /** Loads the native libraries, quietly; idempotent. */
    public static void load() {
        // The static initializer has done it.
    }

    /** The words for an error number. */
    public static String error(int code) {
        byte[] text = new byte[256];
        av_strerror(code, text, text.length);
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return new String(text, 0, end, StandardCharsets.UTF_8);
    }

    /** A fraction that libav copies; only for calls that take it by value or set a field. */
    public static AVRational rational(int numerator, int denominator) {
        return new AVRational().num(numerator).den(denominator);
    }

    /** Fills a packet with a copy of the bytes; 0 or an error number. */
    public static int fill(AVPacket packet, byte[] bytes, int offset, int length) {
        int result = avcodec.av_new_packet(packet, length);
        if (result >= 0 && length > 0) {
            packet.data().position(0).put(bytes, offset, length);
        }
        return result;
    }
}
