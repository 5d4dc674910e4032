package io.framecast.subscriber.media;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/** A small audio file that travelled as one frame: Ogg Opus, WAV or several MP3 frames. */
record AudioPiece(Codec codec, int sampleRate, int channels, byte[] headerBytes, List<AudioUnit> units) {
    private static final AVRational MICROS = Libav.rational(1, 1_000_000);
    private static final int IO_BYTES = 16 << 10;

    /** Null where it cannot be read. */
    static @Nullable AudioPiece read(byte[] file, long captureMicros) {
        Libav.load();
        AVFormatContext context = avformat_alloc_context();
        MemoryReader reader = new MemoryReader(file);
        AVIOContext io =
                avio_alloc_context(new BytePointer(av_malloc(IO_BYTES)), IO_BYTES, 0, null, reader, null, null);
        context.pb(io);
        try {
            // A failed open frees the context.
            if (avformat_open_input(context, (String) null, format(file), (AVDictionary) null) < 0) {
                return null;
            }
            try {
                return packets(context, captureMicros);
            } finally {
                avformat_close_input(context);
            }
        } finally {
            av_free(io.buffer());
            avio_context_free(io);
            reader.close();
        }
    }

    private static AVInputFormat format(byte[] file) {
        return av_find_input_format(file[0] == 'O' ? "ogg" : file[0] == 'R' ? "wav" : "mp3");
    }

    private static @Nullable AudioPiece packets(AVFormatContext context, long captureMicros) {
        if (avformat_find_stream_info(context, (AVDictionary) null) < 0 || context.nb_streams() < 1) {
            return null;
        }
        AVStream stream = context.streams(0);
        AVCodecParameters parameters = stream.codecpar();
        Codec codec = codec(parameters.codec_id());
        int sampleRate = parameters.sample_rate();
        int channels = parameters.ch_layout().nb_channels();
        if (codec == null || sampleRate <= 0 || channels <= 0) {
            return null;
        }
        byte[] header = new byte[Math.max(0, parameters.extradata_size())];
        if (header.length > 0) {
            parameters.extradata().get(header);
        }
        List<AudioUnit> units = new ArrayList<>();
        AVPacket packet = av_packet_alloc();
        while (av_read_frame(context, packet) >= 0) {
            byte[] payload = new byte[packet.size()];
            packet.data().get(payload);
            long offset = packet.pts() == AV_NOPTS_VALUE ? 0 : av_rescale_q(packet.pts(), stream.time_base(), MICROS);
            long duration = av_rescale_q(packet.duration(), stream.time_base(), MICROS);
            if (packet.stream_index() == 0 && payload.length > 0) {
                units.add(new AudioUnit(payload, captureMicros + offset, duration));
            }
            av_packet_unref(packet);
        }
        av_packet_free(packet);
        return new AudioPiece(codec, sampleRate, channels, header, units);
    }

    private static @Nullable Codec codec(int libavId) {
        for (Codec codec : Codec.values()) {
            if (codec.libavId() == libavId) {
                return codec;
            }
        }
        return null;
    }

    /** The file as native code reads it. */
    private static final class MemoryReader extends Read_packet_Pointer_BytePointer_int {
        private final byte[] file;
        private int readBytes;

        MemoryReader(byte[] file) {
            this.file = file;
        }

        @Override
        public int call(Pointer opaque, BytePointer target, int length) {
            int part = Math.min(length, file.length - readBytes);
            if (part <= 0) {
                return AVERROR_EOF;
            }
            target.capacity(part).put(file, readBytes, part);
            readBytes += part;
            return part;
        }
    }
}
