package io.framecast.subscriber;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16P;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;

import io.framecast.protocol.media.Frame;
import io.framecast.protocol.media.Track;
import io.framecast.subscriber.media.Libav;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** A short stream from one of libav's encoders: a grey picture that gets lighter, or a tone. */
public record Encoded(Track track, List<Frame> frames) {
    public static final int WIDTH = 160;
    public static final int HEIGHT = 96;

    /** Twenty-five pictures a second on track 1, the first of them key. */
    public static Encoded video(String encoder, String codec, int count) {
        AVCodecContext context = context(encoder);
        context.width(WIDTH);
        context.height(HEIGHT);
        int format = codec.equals("mjpeg")
                ? AV_PIX_FMT_YUVJ420P
                : codec.equals("png") ? AV_PIX_FMT_RGB24 : AV_PIX_FMT_YUV420P;
        context.pix_fmt(format);
        context.time_base(Libav.rational(1, 25));
        context.framerate(Libav.rational(25, 1));
        context.gop_size(10);
        context.max_b_frames(0);
        AVDictionary options = new AVDictionary(null);
        if (encoder.startsWith("libvpx") || encoder.startsWith("libaom")) {
            av_dict_set(options, "lag-in-frames", "0", 0);
            av_dict_set(options, "cpu-used", "8", 0);
        }
        open(context, options, encoder);
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i <= count; i++) {
            AVFrame picture = av_frame_alloc();
            if (i < count) {
                picture.width(WIDTH);
                picture.height(HEIGHT);
                picture.format(format);
                picture.pts(i);
                av_frame_get_buffer(picture, 0);
                int planes = codec.equals("png") ? 1 : 3;
                for (int plane = 0; plane < planes; plane++) {
                    int rows = plane == 0 ? HEIGHT : HEIGHT / 2;
                    byte[] row = new byte[picture.linesize(plane)];
                    Arrays.fill(row, (byte) (plane == 0 ? 40 + i * 5 : 128));
                    for (int y = 0; y < rows; y++) {
                        picture.data(plane).position((long) y * row.length).put(row, 0, row.length);
                    }
                    picture.data(plane).position(0);
                }
            }
            encode(context, i < count ? picture : null, 1, 40_000, frames);
            av_frame_free(picture);
        }
        avcodec_free_context(context);
        return new Encoded(Track.video(1, codec, WIDTH, HEIGHT, 25, 0, 0, ""), frames);
    }

    /** A tone of 440 Hz in stereo on track 2. */
    public static Encoded audio(String encoder, String codec, int count) {
        int rate = 48_000;
        AVCodecContext context = context(encoder);
        context.sample_rate(rate);
        int format = encoder.equals("libopus")
                ? AV_SAMPLE_FMT_S16
                : encoder.equals("libmp3lame") ? AV_SAMPLE_FMT_S16P : AV_SAMPLE_FMT_FLTP;
        context.sample_fmt(format);
        context.time_base(Libav.rational(1, rate));
        av_channel_layout_default(context.ch_layout(), 2);
        context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        open(context, new AVDictionary(null), encoder);
        int size = context.frame_size();
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            AVFrame sound = av_frame_alloc();
            sound.nb_samples(size);
            sound.format(format);
            sound.sample_rate(rate);
            av_channel_layout_default(sound.ch_layout(), 2);
            sound.pts((long) i * size);
            av_frame_get_buffer(sound, 0);
            for (int n = 0; n < size; n++) {
                double value = 0.5 * Math.sin(2 * Math.PI * 440 * ((long) i * size + n) / rate);
                short s = (short) (value * 32767);
                for (int channel = 0; channel < 2; channel++) {
                    switch (encoder) {
                        case "libopus" -> sound.data(0).putShort((n * 2L + channel) * 2, s);
                        case "libmp3lame" -> sound.data(channel).putShort(n * 2L, s);
                        default -> sound.data(channel).putFloat(n * 4L, (float) value);
                    }
                }
            }
            encode(context, sound, 2, 1_000_000.0 / rate, frames);
            av_frame_free(sound);
        }
        byte[] header = new byte[Math.max(0, context.extradata_size())];
        if (header.length > 0) {
            context.extradata().get(header);
        }
        avcodec_free_context(context);
        String init = Base64.getEncoder().encodeToString(header);
        return new Encoded(Track.audio(2, codec, rate, 2, 0, init), frames);
    }

    private static AVCodecContext context(String encoder) {
        Libav.load();
        AVCodec codec = avcodec_find_encoder_by_name(encoder);
        if (codec == null || codec.isNull()) {
            throw new IllegalStateException("no encoder " + encoder);
        }
        AVCodecContext context = avcodec_alloc_context3(codec);
        context.thread_count(1);
        return context;
    }

    private static void open(AVCodecContext context, AVDictionary options, String encoder) {
        int result = avcodec_open2(context, avcodec_find_encoder_by_name(encoder), options);
        if (result < 0) {
            throw new IllegalStateException(encoder + ": " + Libav.error(result));
        }
    }

    private static void encode(
            AVCodecContext context, @Nullable AVFrame frame, int track, double tickMicros, List<Frame> frames) {
        avcodec_send_frame(context, frame);
        AVPacket packet = av_packet_alloc();
        while (avcodec_receive_packet(context, packet) >= 0) {
            byte[] payload = new byte[packet.size()];
            packet.data().get(payload);
            boolean key = track == 2 || (packet.flags() & AV_PKT_FLAG_KEY) != 0;
            long micros = Clip.START_MICROS + Math.round(packet.pts() * tickMicros);
            frames.add(new Frame(track, 0, frames.size(), key, false, 0, micros, payload));
            av_packet_unref(packet);
        }
        av_packet_free(packet);
    }
}
