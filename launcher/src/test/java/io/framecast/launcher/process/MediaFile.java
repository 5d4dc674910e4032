package io.framecast.launcher.process;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;

/**
 * The access units of a file.
 *
 * @param videoMillis presentation times in decode order, as they stand in the file
 * @param audioMillis likewise
 */
record MediaFile(List<Double> videoMillis, List<Double> audioMillis) {

    static MediaFile read(Path path) {
        AVFormatContext context = new AVFormatContext(null);
        assertEquals(0, avformat_open_input(context, path.toString(), null, null), () -> path + " opens");
        List<Double> video = new ArrayList<>();
        List<Double> audio = new ArrayList<>();
        AVPacket packet = av_packet_alloc();
        try {
            assertTrue(avformat_find_stream_info(context, (org.bytedeco.ffmpeg.avutil.AVDictionary) null) >= 0);
            while (av_read_frame(context, packet) >= 0) {
                AVStream stream = context.streams(packet.stream_index());
                double millis = packet.pts()
                        * 1000.0
                        * stream.time_base().num()
                        / stream.time_base().den();
                int type = stream.codecpar().codec_type();
                if (type == AVMEDIA_TYPE_VIDEO) {
                    video.add(millis);
                } else if (type == AVMEDIA_TYPE_AUDIO) {
                    audio.add(millis);
                }
                av_packet_unref(packet);
            }
        } finally {
            av_packet_free(packet);
            avformat_close_input(context);
        }
        return new MediaFile(video, audio);
    }
}
