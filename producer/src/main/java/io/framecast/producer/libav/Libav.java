package io.framecast.producer.libav;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import io.framecast.client.RunException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** What all of this package needs: error texts, times in microseconds, bytes out of native memory. */
final class Libav {
    static final long NO_TIME = AV_NOPTS_VALUE;

    static {
        av_log_set_level(AV_LOG_QUIET);
    }

    private Libav() {}

    /** FFmpeg prints to standard error unless told; errors are reported by value here. */
    static void quiet() {}

    /** The code itself where it is not negative; else one line that begins with {@code what}. */
    static int check(int code, String what) throws RunException {
        if (code < 0) {
            throw new RunException(what + ": " + reason(code));
        }
        return code;
    }

    static String reason(int code) {
        byte[] text = new byte[128];
        av_strerror(code, text, text.length);
        int length = 0;
        while (length < text.length && text[length] != 0) {
            length++;
        }
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    /** {@link #NO_TIME} stays what it is. */
    static long micros(long time, AVRational base) {
        if (time == NO_TIME) {
            return NO_TIME;
        }
        try (AVRational micro = rational(1, 1_000_000)) {
            return av_rescale_q(time, base, micro);
        }
    }

    static AVRational rational(int numerator, int denominator) {
        return new AVRational().num(numerator).den(denominator);
    }

    static AVDictionary dictionary(Map<String, String> options) {
        AVDictionary dictionary = new AVDictionary((Pointer) null);
        options.forEach((name, value) -> av_dict_set(dictionary, name, value, 0));
        return dictionary;
    }

    static byte[] bytes(BytePointer data, int length) {
        byte[] bytes = new byte[length];
        if (length > 0) {
            data.position(0).get(bytes);
        }
        return bytes;
    }

    static byte[] payload(AVPacket packet) {
        return bytes(packet.data(), packet.size());
    }
}
