package io.framecast.producer.libav;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_ref;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;

import io.framecast.client.RunException;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.jspecify.annotations.Nullable;

/** Writes the packets of one file into another container, with other times. */
public final class Remuxer {
    private Remuxer() {}

    /** Gives a packet's new times in microseconds, or null to leave it out. */
    @FunctionalInterface
    public interface Edit {
        @Nullable
        Times times(boolean video, int index, Times old);
    }

    public record Times(long presentationMicros, long decodeMicros, long durationMicros) {
        public Times shifted(long micros) {
            return new Times(presentationMicros + micros, decodeMicros + micros, durationMicros);
        }
    }

    public static void remux(Path from, Path to, Map<String, String> options, Edit edit) throws RunException {
        try (Demuxer demuxer = Demuxer.file(from, from.toString())) {
            AVFormatContext output = new AVFormatContext(null);
            String url = to.toString();
            Libav.check(avformat_alloc_output_context2(output, (AVOutputFormat) null, (String) null, url), url);
            int[] target = {-1, -1};
            MediaStream video = demuxer.video();
            MediaStream audio = demuxer.audio();
            MediaStream[] sources = {video, audio};
            for (int i = 0; i < 2; i++) {
                MediaStream source = sources[i];
                if (source != null) {
                    AVStream stream = avformat_new_stream(output, null);
                    avcodec_parameters_copy(stream.codecpar(), source.parameters());
                    stream.codecpar().codec_tag(0);
                    stream.time_base(Libav.rational(1, 90_000));
                    target[i] = stream.index();
                }
            }
            AVIOContext io = new AVIOContext(null);
            Libav.check(avio_open(io, url, AVIO_FLAG_WRITE), url);
            output.pb(io);
            AVDictionary dictionary = Libav.dictionary(options);
            Libav.check(avformat_write_header(output, dictionary), url);
            av_dict_free(dictionary);
            copy(demuxer, output, target, video == null ? -1 : video.index(), edit);
            Libav.check(av_write_trailer(output), url);
            avio_closep(io);
            avformat_free_context(output);
        }
    }

    private static void copy(Demuxer demuxer, AVFormatContext output, int[] target, int videoIndex, Edit edit)
            throws RunException {
        int[] count = new int[2];
        AVPacket copy = av_packet_alloc();
        AVRational micro = Libav.rational(1, 1_000_000);
        MediaPacket packet = demuxer.read();
        while (packet != null) {
            int kind = packet.stream() == videoIndex ? 0 : 1;
            Times old = new Times(packet.presentationMicros(), packet.decodeMicros(), packet.durationMicros());
            Times times = edit.times(kind == 0, count[kind]++, old);
            if (times != null) {
                av_packet_ref(copy, packet.nativePacket());
                copy.stream_index(target[kind])
                        .pts(times.presentationMicros())
                        .dts(times.decodeMicros())
                        .duration(times.durationMicros());
                av_packet_rescale_ts(copy, micro, output.streams(target[kind]).time_base());
                Libav.check(av_interleaved_write_frame(output, copy), "write");
            }
            packet = demuxer.read();
        }
        av_packet_free(copy);
    }
}
