package io.framecast.subscriber.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_LOW_DELAY;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;

import io.framecast.client.RunException;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/** An open decoder of libav: one unit in, what it makes of it out. What it cannot decode is counted and forgotten. */
final class OpenCodec implements AutoCloseable {
    /** Of a picture: 8K has 33 million. What claims more is damaged, as far as a decoder is concerned. */
    static final long MOST_PIXELS = 40_000_000;

    private static final String[] AV1_DECODERS = {"libdav1d", "libaom-av1"};

    private final AVCodecContext context;
    private final AVPacket packet = av_packet_alloc();
    private final boolean keyFramesOnly;
    private long errors;
    private boolean closed;

    OpenCodec(Codec codec, byte[] headerBytes, int sampleRate, int channels, boolean lowDelay) throws RunException {
        Libav.load();
        // Without the flag libav's PNG decoder adds each picture to the one before.
        this.keyFramesOnly = codec == Codec.PNG || codec == Codec.MJPEG;
        AVCodec decoder = find(codec);
        if (decoder == null || decoder.isNull()) {
            throw new RunException("there is no decoder for " + codec.label() + " here; record it with --output file:");
        }
        context = avcodec_alloc_context3(decoder);
        context.thread_count(1); // frame threads would hold pictures back
        if (lowDelay) {
            context.flags(context.flags() | AV_CODEC_FLAG_LOW_DELAY);
        }
        context.max_pixels(MOST_PIXELS);
        context.pkt_timebase(Libav.rational(1, 1_000_000));
        if (!codec.isVideo()) {
            context.sample_rate(sampleRate);
            av_channel_layout_default(context.ch_layout(), Math.max(1, channels));
        }
        if (headerBytes.length > 0) {
            BytePointer memory = new BytePointer(av_mallocz(headerBytes.length + Libav.PADDING_BYTES));
            memory.put(headerBytes, 0, headerBytes.length);
            context.extradata(memory);
            context.extradata_size(headerBytes.length);
        }
        int result = avcodec_open2(context, decoder, (AVDictionary) null);
        if (result < 0) {
            close();
            throw new RunException(
                    "the decoder for " + codec.label() + " does not start (" + Libav.error(result) + ")");
        }
    }

    /** Frames that are handed out belong to the receiver. */
    void decode(byte[] unit, int offset, int length, long captureMicros, Consumer<AVFrame> out) {
        if (length == 0) {
            errors++; // an empty packet would mean the end of the stream
            return;
        }
        if (Libav.fill(packet, unit, offset, length) < 0) {
            errors++;
            return;
        }
        packet.pts(captureMicros);
        if (keyFramesOnly) {
            packet.flags(AV_PKT_FLAG_KEY);
        }
        int result = avcodec_send_packet(context, packet);
        av_packet_unref(packet);
        if (result < 0) {
            errors++;
        }
        drain(out);
    }

    /** What a reordering decoder still holds comes out; afterwards it starts from a key frame again. */
    void flush(Consumer<AVFrame> out) {
        avcodec_send_packet(context, null);
        drain(out);
        avcodec_flush_buffers(context);
    }

    private void drain(Consumer<AVFrame> out) {
        while (true) {
            AVFrame frame = av_frame_alloc();
            if (avcodec_receive_frame(context, frame) < 0) {
                av_frame_free(frame);
                return;
            }
            out.accept(frame);
        }
    }

    long errors() {
        return errors;
    }

    private static @Nullable AVCodec find(Codec codec) {
        if (codec == Codec.AV1) {
            // The decoder that libav finds by number needs hardware.
            for (String name : AV1_DECODERS) {
                AVCodec found = avcodec_find_decoder_by_name(name);
                if (found != null && !found.isNull()) {
                    return found;
                }
            }
        }
        return avcodec_find_decoder(codec.libavId());
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            av_packet_free(packet);
            avcodec_free_context(context);
        }
    }
}
