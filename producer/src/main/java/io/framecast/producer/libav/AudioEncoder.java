package io.framecast.producer.libav;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import io.framecast.client.RunException;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.ShortPointer;

/** Encodes sound as Opus in packets of 20 ms, without the layer for speech: that looks ahead 2.5 ms (pre-skip 120) instead of 6.5. */
public final class AudioEncoder implements AutoCloseable {
    /** Samples a second of what goes in and of what comes out. */
    public static final int SAMPLE_RATE = 48_000;

    /** Of each channel. */
    public static final int PACKET_SAMPLES = SAMPLE_RATE / 50;

    /** A jump in the sound's time up to this is drift of a clock and is followed sample by sample; beyond it is a gap. */
    private static final long GAP_MICROS = 80_000;

    private final int channels;
    private final AVCodecContext context;
    private final AVFrame frame = av_frame_alloc();
    private final AVPacket packet = av_packet_alloc();
    private final short[] pending;
    private int pendingSamples;
    private long originMicros = Long.MIN_VALUE;
    private long samplesSinceOrigin;
    private long encodedSamples;
    private boolean open = true;

    /** @param channels 1 or 2 */
    public AudioEncoder(int channels, int bitrate) throws RunException {
        Libav.quiet();
        this.channels = channels;
        pending = new short[PACKET_SAMPLES * channels];
        AVCodec codec = avcodec_find_encoder_by_name("libopus");
        if (codec == null || codec.isNull()) {
            throw new RunException("this build of FFmpeg has no encoder libopus");
        }
        context = avcodec_alloc_context3(codec);
        context.sample_rate(SAMPLE_RATE)
                .sample_fmt(AV_SAMPLE_FMT_S16)
                .bit_rate(bitrate)
                .time_base(Libav.rational(1, SAMPLE_RATE))
                .flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        av_channel_layout_default(context.ch_layout(), channels);
        AVDictionary options = Libav.dictionary(Map.of("frame_duration", "20", "application", "lowdelay"));
        int code = avcodec_open2(context, codec, options);
        av_dict_free(options);
        if (code < 0) {
            close();
            throw new RunException("encoder libopus does not start: " + Libav.reason(code));
        }
        frame.format(AV_SAMPLE_FMT_S16).nb_samples(PACKET_SAMPLES).sample_rate(SAMPLE_RATE);
        av_channel_layout_copy(frame.ch_layout(), context.ch_layout());
        Libav.check(av_frame_get_buffer(frame, 0), "no memory for sound");
    }

    public int channels() {
        return channels;
    }

    /** The identification header of RFC 7845, as the catalog carries it. */
    public byte[] configuration() {
        return Libav.bytes(context.extradata(), context.extradata_size());
    }

    /** @param samples interleaved; the first of them is heard at {@code presentationMicros} */
    public void encode(short[] samples, long presentationMicros, Consumer<EncodedUnit> out) throws RunException {
        long expected = originMicros + (samplesSinceOrigin + pendingSamples) * 1_000_000 / SAMPLE_RATE;
        if (originMicros == Long.MIN_VALUE || Math.abs(presentationMicros - expected) > GAP_MICROS) {
            originMicros = presentationMicros - pendingSamples * 1_000_000L / SAMPLE_RATE;
            samplesSinceOrigin = 0;
        }
        int at = 0;
        while (at < samples.length) {
            int count = Math.min(samples.length - at, pending.length - pendingSamples * channels);
            System.arraycopy(samples, at, pending, pendingSamples * channels, count);
            at += count;
            pendingSamples += count / channels;
            if (pendingSamples == PACKET_SAMPLES) {
                encodePending(out);
            }
        }
    }

    private void encodePending(Consumer<EncodedUnit> out) throws RunException {
        Libav.check(av_frame_make_writable(frame), "no memory for sound");
        new ShortPointer(frame.data(0)).put(pending, 0, pending.length);
        frame.pts(encodedSamples);
        Libav.check(avcodec_send_frame(context, frame), "sound cannot be encoded");
        // The packet's time lies before the frame's by what the encoder primes the decoder with.
        long offsetMicros = originMicros + (samplesSinceOrigin - encodedSamples) * 1_000_000 / SAMPLE_RATE;
        while (avcodec_receive_packet(context, packet) >= 0) {
            long micros = offsetMicros + packet.pts() * 1_000_000 / SAMPLE_RATE;
            out.accept(new EncodedUnit(Libav.payload(packet), true, micros));
            av_packet_unref(packet);
        }
        encodedSamples += PACKET_SAMPLES;
        samplesSinceOrigin += PACKET_SAMPLES;
        pendingSamples = 0;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            av_frame_free(frame);
            av_packet_free(packet);
            avcodec_free_context(context);
        }
    }
}
