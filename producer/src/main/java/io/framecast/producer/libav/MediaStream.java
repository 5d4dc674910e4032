package io.framecast.producer.libav;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_frame_rate;

import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;

/** One elementary stream of a {@link Demuxer}; valid as long as that is open. Zero where the container says nothing. */
public final class MediaStream {
    private final AVFormatContext format;
    private final AVStream stream;
    private final AVCodecParameters parameters;

    MediaStream(AVFormatContext format, AVStream stream) {
        this.format = format;
        this.stream = stream;
        this.parameters = stream.codecpar();
    }

    AVCodecParameters parameters() {
        return parameters;
    }

    AVRational timeBase() {
        return stream.time_base();
    }

    public int index() {
        return stream.index();
    }

    /** FFmpeg's number for the codec. */
    public int codecId() {
        return parameters.codec_id();
    }

    /** FFmpeg's name for the codec, for messages. */
    public String codecName() {
        return avcodec_get_name(codecId()).getString();
    }

    public int width() {
        return parameters.width();
    }

    public int height() {
        return parameters.height();
    }

    public int bitrate() {
        return (int) Math.min(Integer.MAX_VALUE, parameters.bit_rate());
    }

    public int sampleRate() {
        return parameters.sample_rate();
    }

    public int channels() {
        return parameters.ch_layout().nb_channels();
    }

    /** FFmpeg's profile number, negative unknown. */
    public int profile() {
        return parameters.profile();
    }

    /** FFmpeg's level number, negative unknown. */
    public int level() {
        return parameters.level();
    }

    /** How many frames may come before their turn in presentation order. */
    public int reorder() {
        return Math.max(0, parameters.video_delay());
    }

    public double framesPerSecond() {
        AVRational average = stream.avg_frame_rate();
        if (average.num() <= 0 || average.den() <= 0) {
            average = av_guess_frame_rate(format, stream, null);
        }
        return average.num() <= 0 || average.den() <= 0 ? 0 : (double) average.num() / average.den();
    }

    /** The codec's configuration in the container's form, or empty. */
    public byte[] configuration() {
        return Libav.bytes(parameters.extradata(), parameters.extradata_size());
    }
}
