package io.framecast.producer.libav;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import io.framecast.client.RunException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.jspecify.annotations.Nullable;

/** Turns packets of one stream into raw pictures or samples. Damaged packets are skipped, as players do. */
public final class Decoder implements AutoCloseable {
    private final AVCodecContext context;
    private final AVRational timeBase;
    private final AVFrame frame = av_frame_alloc();
    private boolean open = true;

    public Decoder(MediaStream stream) throws RunException {
        AVCodec codec = avcodec_find_decoder(stream.codecId());
        if (codec == null || codec.isNull()) {
            throw new RunException("no decoder for " + stream.codecName());
        }
        AVRational base = stream.timeBase();
        timeBase = Libav.rational(base.num(), base.den());
        context = avcodec_alloc_context3(codec);
        avcodec_parameters_to_context(context, stream.parameters());
        context.pkt_timebase(timeBase);
        Libav.check(avcodec_open2(context, codec, (AVDictionary) null), stream.codecName() + " cannot be decoded");
    }

    /** Gets each raw frame with its presentation time in the container's microseconds; the frame is lent for the call. */
    @FunctionalInterface
    public interface Sink {
        void onRaw(AVFrame frame, long presentationMicros) throws RunException;
    }

    public void decode(MediaPacket packet, Sink out) throws RunException {
        send(packet.nativePacket(), out);
    }

    /** Gives out what is still inside and starts anew. */
    public void drain(Sink out) throws RunException {
        send(null, out);
        avcodec_flush_buffers(context);
    }

    private void send(@Nullable AVPacket packet, Sink out) throws RunException {
        avcodec_send_packet(context, packet);
        while (avcodec_receive_frame(context, frame) >= 0) {
            try {
                out.onRaw(frame, Libav.micros(frame.best_effort_timestamp(), timeBase));
            } finally {
                av_frame_unref(frame);
            }
        }
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            av_frame_free(frame);
            avcodec_free_context(context);
            timeBase.close();
        }
    }
}
