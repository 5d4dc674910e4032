package io.framecast.subscriber.mux;

import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_CUSTOM_IO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_SIZE;
import static org.bytedeco.ffmpeg.global.avformat.av_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avformat.avio_flush;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P10;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import io.framecast.subscriber.media.Codec;
import io.framecast.subscriber.media.Libav;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.ffmpeg.avformat.Write_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * One open container. Owned by one thread; the sink belongs to it from construction on and is closed with it. Units go out as they
 * are written, nothing is held back to interleave; times are taken as they come and must not be negative.
 */
public final class Muxer implements AutoCloseable {
    private static final AVRational MICROS = Libav.rational(1, 1_000_000);
    /** MPEG-TS: how far its clock runs ahead of decoding, so that a picture of many packets is complete in time. */
    private static final int TS_LEAD_MICROS = 100_000;

    private static final int IO_BYTES = 64 << 10;
    private static final int SEEK_SET = 0;
    private static final int SEEK_CUR = 1;
    private static final int SEEK_END = 2;

    private final ByteSink sink;
    private final AVFormatContext context;
    private final AVPacket packet;
    private final AVIOContext io;
    private final long[] lastDecodeTicks;
    /** MPEG-TS collects short packets of sound unless it is told not to. */
    private final boolean nothingHeld;

    // The callbacks are called from native code, which keeps no reference that the collector could see.
    private final Write_packet_Pointer_BytePointer_int writer = new Write_packet_Pointer_BytePointer_int() {
        @Override
        public int call(Pointer opaque, BytePointer bytes, int length) {
            return writeOut(bytes, length);
        }
    };
    private final Seek_Pointer_long_int seeker = new Seek_Pointer_long_int() {
        @Override
        public long call(Pointer opaque, long offset, int whence) {
            return seek(offset, whence);
        }
    };
    private long position;
    private @Nullable IOException problem;
    private boolean headerWritten;
    private boolean closed;

    /** Writes the header. Throws what the sink threw, or says what the container does not take. */
    public Muxer(Container container, ByteSink sink, List<MuxTrack> tracks) throws IOException {
        Libav.load();
        this.sink = sink;
        this.nothingHeld = container == Container.MPEG_TS;
        this.context = new AVFormatContext(null);
        check(avformat_alloc_output_context2(context, null, container.libavName(), null), "cannot open");
        this.packet = av_packet_alloc();
        this.io = avio_alloc_context(
                new BytePointer(av_malloc(IO_BYTES)), IO_BYTES, 1, null, null, writer, sink.seekable() ? seeker : null);
        context.pb(io);
        context.flags(context.flags() | AVFMT_FLAG_CUSTOM_IO);
        context.flush_packets(1);
        context.max_delay(TS_LEAD_MICROS);
        context.avoid_negative_ts(0); // a shift of one track alone would part picture and sound
        this.lastDecodeTicks = new long[tracks.size()];
        Arrays.fill(lastDecodeTicks, Long.MIN_VALUE);
        boolean done = false;
        try {
            for (MuxTrack track : tracks) {
                describe(avformat_new_stream(context, null), track, container);
            }
            AVDictionary options = options(container);
            int result = avformat_write_header(context, options);
            av_dict_free(options);
            check(result, container.label() + " does not take this stream");
            headerWritten = true;
            flush();
            done = true;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    /** One access unit. A decode time that does not rise in the container's resolution is moved up by one tick. */
    public void write(
            int track, byte[] unit, long presentationMicros, long decodeMicros, long durationMicros, boolean key)
            throws IOException {
        AVStream stream = context.streams(track);
        AVRational base = stream.time_base();
        check(Libav.fill(packet, unit, 0, unit.length), "out of memory");
        packet.stream_index(track);
        long decode = Math.max(ticks(decodeMicros, base), lastDecodeTicks[track] + 1);
        lastDecodeTicks[track] = decode;
        packet.dts(decode);
        packet.pts(Math.max(ticks(presentationMicros, base), decode));
        packet.duration(ticks(durationMicros, base));
        packet.flags(key ? AV_PKT_FLAG_KEY : 0);
        int result = av_write_frame(context, packet);
        av_packet_unref(packet);
        check(result, "cannot write");
        if (nothingHeld) {
            check(av_write_frame(context, null), "cannot write");
        }
        flush();
    }

    /** Completes the container if its header was written, and closes the sink. Idempotent. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        IOException failed = null;
        try {
            if (headerWritten && problem == null) {
                check(av_write_trailer(context), "cannot finish");
                flush();
            }
        } catch (IOException e) {
            failed = e;
        } finally {
            av_packet_free(packet);
            avformat_free_context(context);
            av_free(io.buffer()); // libav may have replaced the one that it was given
            avio_context_free(io);
            writer.close();
            seeker.close();
        }
        sink.close();
        if (failed != null) {
            throw failed;
        }
    }

    private static long ticks(long micros, AVRational base) {
        return av_rescale_q(micros, MICROS, base);
    }

    private static void describe(AVStream stream, MuxTrack track, Container container) throws IOException {
        AVCodecParameters parameters = stream.codecpar();
        Codec codec = track.codec();
        parameters.codec_id(codec.libavId());
        if (codec.isVideo()) {
            parameters.codec_type(AVMEDIA_TYPE_VIDEO);
            parameters.width(track.width());
            parameters.height(track.height());
            boolean full = codec == Codec.MJPEG;
            parameters.format(
                    full ? AV_PIX_FMT_YUVJ420P : track.bitsPerSample() > 8 ? AV_PIX_FMT_YUV420P10 : AV_PIX_FMT_YUV420P);
            stream.time_base(Libav.rational(1, 90_000));
            if (track.framerate() > 0) {
                stream.avg_frame_rate(Libav.rational((int) Math.round(track.framerate() * 1000), 1000));
            }
        } else {
            parameters.codec_type(AVMEDIA_TYPE_AUDIO);
            parameters.sample_rate(track.sampleRate());
            parameters.format(AV_SAMPLE_FMT_S16);
            parameters.bits_per_coded_sample(codec == Codec.PCM ? 16 : 0);
            parameters.block_align(codec == Codec.PCM ? 2 * track.channels() : 0);
            parameters.frame_size(
                    codec == Codec.AAC ? 1024 : codec == Codec.MP3 ? 1152 : codec == Codec.OPUS ? 960 : 0);
            av_channel_layout_default(parameters.ch_layout(), Math.max(1, track.channels()));
            stream.time_base(Libav.rational(1, Math.max(1, track.sampleRate())));
        }
        byte[] header = track.headerBytes();
        if (header.length > 0) {
            BytePointer memory = new BytePointer(av_mallocz(header.length + Libav.PADDING_BYTES));
            memory.put(header, 0, header.length);
            parameters.extradata(memory);
            parameters.extradata_size(header.length);
        }
        if (container == Container.MP4 && codec == Codec.H265) {
            parameters.codec_tag('h' | 'v' << 8 | 'c' << 16 | '1' << 24); // what players of other makers look for
        }
    }

    private static AVDictionary options(Container container) {
        AVDictionary options = new AVDictionary(null);
        switch (container) {
            case MP4 -> {
                // Fragments with absolute times: whole up to the last second whenever the program dies, and no edit
                // list.
                av_dict_set(options, "movflags", "+empty_moov+default_base_moof+frag_keyframe+frag_discont", 0);
                av_dict_set(options, "frag_duration", "1000000", 0);
                av_dict_set(options, "use_editlist", "0", 0);
            }
            case MATROSKA -> av_dict_set(options, "cluster_time_limit", "1000", 0);
            case MPEG_TS -> {}
        }
        return options;
    }

    private void flush() throws IOException {
        avio_flush(io);
        if (problem != null) {
            throw problem;
        }
        sink.unitEnds();
    }

    private void check(int result, String what) throws IOException {
        if (problem != null) {
            throw problem;
        }
        if (result < 0) {
            throw new IOException(what + " (" + Libav.error(result) + ")");
        }
    }

    private int writeOut(BytePointer bytes, int length) {
        try {
            if (problem == null) {
                sink.write(bytes.capacity(length).asByteBuffer());
                position += length;
                return length;
            }
        } catch (IOException e) {
            problem = e;
        } catch (RuntimeException e) {
            problem = new IOException(e); // nothing may pass through native frames
        }
        return -5; // EIO
    }

    private long seek(long offset, int whence) {
        try {
            if ((whence & AVSEEK_SIZE) != 0) {
                return sink.size();
            }
            long to = switch (whence & 3) {
                case SEEK_SET -> offset;
                case SEEK_CUR -> position + offset;
                case SEEK_END -> sink.size() + offset;
                default -> -1;
            };
            if (to >= 0 && sink.seek(to)) {
                position = to;
                return to;
            }
        } catch (IOException e) {
            problem = e;
        }
        return -1;
    }
}
