package io.framecast.producer.libav;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;

import io.framecast.client.RunException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.jspecify.annotations.Nullable;

/** A container or a device, opened: its best video and audio stream, and its packets in the order in which they lie in it. */
public final class Demuxer implements AutoCloseable {
    private static final long LIVE_PROBE_MICROS = 1_500_000;

    private final String name;
    private final AVFormatContext format;
    private final AVPacket packet = av_packet_alloc();
    private final @Nullable StreamInput input;
    private final @Nullable MediaStream video;
    private final @Nullable MediaStream audio;
    private boolean open = true;

    private Demuxer(
            String name,
            AVFormatContext format,
            @Nullable StreamInput input,
            @Nullable AVInputFormat inputFormat,
            String url,
            Map<String, String> options)
            throws RunException {
        this.name = name;
        this.format = format;
        this.input = input;
        AVDictionary dictionary = Libav.dictionary(options);
        // A failed open frees the context, not what the caller gave it to read from.
        int code = avformat_open_input(format, url, inputFormat, dictionary);
        av_dict_free(dictionary);
        if (code < 0) {
            av_packet_free(packet);
            closeInput();
            throw new RunException(name + " cannot be read: " + Libav.reason(code));
        }
        code = avformat_find_stream_info(format, (AVDictionary) null);
        video = best(AVMEDIA_TYPE_VIDEO);
        audio = best(AVMEDIA_TYPE_AUDIO);
        if (code < 0 || (video == null && audio == null)) {
            close();
            throw new RunException(
                    name + " cannot be read: " + (code < 0 ? Libav.reason(code) : "no picture and no sound in it"));
        }
    }

    /** @param name what error messages call it */
    public static Demuxer file(Path path, String name) throws RunException {
        Libav.quiet();
        // Playlists could name other files and hosts otherwise.
        Map<String, String> options = Map.of("protocol_whitelist", "file");
        return new Demuxer(name, avformat_alloc_context(), null, null, "file:" + path.toAbsolutePath(), options);
    }

    /** Reads a container of the given format from a stream, which is not closed. */
    public static Demuxer stream(InputStream stream, String formatName, String name) throws RunException {
        Libav.quiet();
        AVFormatContext format = avformat_alloc_context();
        StreamInput input = new StreamInput(stream);
        format.pb(input.context());
        format.max_analyze_duration(LIVE_PROBE_MICROS);
        return new Demuxer(name, format, input, av_find_input_format(formatName), name, Map.of());
    }

    /** A device of libavdevice; {@link DeviceLibrary} has been loaded. */
    static Demuxer device(String formatName, String url, Map<String, String> options, String name) throws RunException {
        Libav.quiet();
        AVInputFormat inputFormat = av_find_input_format(formatName);
        if (inputFormat == null || inputFormat.isNull()) {
            throw new RunException(name + ": this build of FFmpeg has no " + formatName + " devices");
        }
        return new Demuxer(name, avformat_alloc_context(), null, inputFormat, url, options);
    }

    public @Nullable MediaStream video() {
        return video;
    }

    public @Nullable MediaStream audio() {
        return audio;
    }

    /** When the first presented frame of all streams is due, in the container's own time; {@link MediaPacket#NO_TIME} unknown. */
    public long startMicros() {
        return format.start_time();
    }

    /** The next packet, lent until the next call, or null at the end. */
    public @Nullable MediaPacket read() throws RunException {
        av_packet_unref(packet);
        int code = av_read_frame(format, packet);
        if (code == AVERROR_EOF()) {
            return null;
        }
        Libav.check(code, name + " cannot be read on");
        AVStream stream = format.streams(packet.stream_index());
        return new MediaPacket(packet, stream.time_base());
    }

    private @Nullable MediaStream best(int type) {
        int index = av_find_best_stream(format, type, -1, -1, (AVCodec) null, 0);
        if (index < 0 || (format.streams(index).disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0) {
            return null;
        }
        return new MediaStream(format, format.streams(index));
    }

    private void closeInput() {
        if (input != null) {
            input.close();
        }
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            av_packet_free(packet);
            avformat_close_input(format);
            closeInput();
        }
    }
}
