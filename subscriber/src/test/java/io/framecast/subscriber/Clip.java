package io.framecast.subscriber;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_get_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_init;
import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_send_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Frame;
import io.framecast.protocol.media.Track;
import io.framecast.subscriber.media.Codec;
import io.framecast.subscriber.media.Libav;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVBSFContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/** A media file as the frames that a producer would publish of it: video is track 1, audio track 2. */
public record Clip(Catalog catalog, List<Frame> frames) {

    /** The capture time of presentation time 0. */
    public static final long START_MICROS = 1_700_000_000_000_000L;

    public static Path sample(String name) {
        return Path.of("..", "samples", name);
    }

    public List<Frame> video() {
        return frames.stream().filter(f -> f.track() == 1).toList();
    }

    public List<Frame> audio() {
        return frames.stream().filter(f -> f.track() == 2).toList();
    }

    /** Presentation times relative to the earliest of the list, in its order. */
    public static List<Long> relativeMicros(List<Frame> frames) {
        long first = frames.stream().mapToLong(Frame::captureMicros).min().orElse(0);
        return frames.stream().map(f -> f.captureMicros() - first).toList();
    }

    public static Clip read(Path file, int reorder) throws IOException {
        Libav.load();
        AVFormatContext context = new AVFormatContext(null);
        if (avformat_open_input(context, file.toString(), null, (AVDictionary) null) < 0
                || avformat_find_stream_info(context, (AVDictionary) null) < 0) {
            throw new IOException("cannot open " + file);
        }
        List<Track> tracks = new ArrayList<>();
        AVBSFContext annexB = null;
        for (int i = 0; i < context.nb_streams(); i++) {
            AVStream stream = context.streams(i);
            AVCodecParameters p = stream.codecpar();
            byte[] extra = new byte[Math.max(0, p.extradata_size())];
            if (extra.length > 0) {
                p.extradata().get(extra);
            }
            if (p.codec_type() == AVMEDIA_TYPE_VIDEO) {
                double rate = (double) stream.avg_frame_rate().num()
                        / Math.max(1, stream.avg_frame_rate().den());
                tracks.add(Track.video(1, codec(p), p.width(), p.height(), rate, 0, reorder, ""));
                if (codec(p).equals("avc1") && extra.length > 0 && extra[0] == 1) {
                    annexB = new AVBSFContext(null);
                    av_bsf_alloc(av_bsf_get_by_name("h264_mp4toannexb"), annexB);
                    avcodec_parameters_copy(annexB.par_in(), p);
                    annexB.time_base_in(stream.time_base());
                    av_bsf_init(annexB);
                }
            } else if (p.codec_type() == AVMEDIA_TYPE_AUDIO) {
                String init = Base64.getEncoder().encodeToString(extra);
                tracks.add(
                        Track.audio(2, codec(p), p.sample_rate(), p.ch_layout().nb_channels(), 0, init));
            }
        }
        List<Frame> frames = new ArrayList<>();
        int[] numbers = new int[3];
        AVPacket packet = av_packet_alloc();
        while (av_read_frame(context, packet) >= 0) {
            AVStream stream = context.streams(packet.stream_index());
            int track = stream.codecpar().codec_type() == AVMEDIA_TYPE_VIDEO ? 1 : 2;
            if (track == 1 && annexB != null) {
                av_bsf_send_packet(annexB, packet);
                av_bsf_receive_packet(annexB, packet);
            }
            byte[] payload = new byte[packet.size()];
            packet.data().get(payload);
            long micros = av_rescale_q(packet.pts(), stream.time_base(), Libav.rational(1, 1_000_000));
            frames.add(new Frame(
                    track,
                    0,
                    numbers[track]++,
                    (packet.flags() & AV_PKT_FLAG_KEY) != 0,
                    false,
                    0,
                    START_MICROS + micros,
                    payload));
            av_packet_unref(packet);
        }
        av_packet_free(packet);
        if (annexB != null) {
            av_bsf_free(annexB);
        }
        avformat_close_input(context);
        return new Clip(new Catalog(tracks), frames);
    }

    private static String codec(AVCodecParameters parameters) {
        for (Codec codec : Codec.values()) {
            if (codec.libavId() == parameters.codec_id()) {
                return switch (codec) {
                    case H264 -> "avc1";
                    case H265 -> "hvc1";
                    case AV1 -> "av01";
                    case MJPEG -> "mjpeg";
                    case AAC -> "mp4a.40.2";
                    case PCM -> "pcm-s16";
                    case VP8, VP9, PNG, OPUS, MP3 -> codec.extension();
                };
            }
        }
        return "unknown";
    }
}
