package io.framecast.producer.libav;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_I;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_NONE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;

import io.framecast.client.RunException;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Encodes pictures with low delay: a unit comes out for each picture that goes in, in the same order. */
public final class VideoEncoder implements AutoCloseable {
    private static final int JPEG_QUANTIZER = 5;

    private static final int MAX_REFUSED = 250;

    private final VideoSettings settings;
    private final AVPacket packet = av_packet_alloc();
    private AVCodecContext context;
    private int refused;
    private boolean open = true;

    public VideoEncoder(VideoSettings settings) throws RunException {
        this.settings = settings;
        Libav.quiet();
        try {
            context = opened(settings);
        } catch (RunException e) {
            av_packet_free(packet);
            throw e;
        }
    }

    private static AVCodecContext opened(VideoSettings settings) throws RunException {
        AVCodec codec = avcodec_find_encoder_by_name(settings.codec().encoder());
        if (codec == null || codec.isNull()) {
            throw new RunException(
                    "this build of FFmpeg has no encoder " + settings.codec().encoder());
        }
        AVCodecContext context = avcodec_alloc_context3(codec);
        int rate = (int) Math.round(settings.framesPerSecond() * 1000);
        context.width(settings.width())
                .height(settings.height())
                .pix_fmt(pixelFormat(settings.codec()))
                .time_base(Libav.rational(1, 1_000_000))
                .framerate(Libav.rational(rate, 1000))
                .bit_rate(settings.bitrate())
                .gop_size(settings.gopFrames())
                .max_b_frames(0)
                .thread_count(1);
        if (settings.codec() == VideoCodec.MJPEG) {
            context.flags(context.flags() | AV_CODEC_FLAG_QSCALE).global_quality(JPEG_QUANTIZER * FF_QP2LAMBDA);
        }
        AVDictionary options = Libav.dictionary(settings.codec().options());
        int code = avcodec_open2(context, codec, options);
        av_dict_free(options);
        if (code < 0) {
            avcodec_free_context(context);
            throw new RunException("encoder " + settings.codec().encoder() + " does not take " + settings.width() + "x"
                    + settings.height() + " at " + settings.framesPerSecond() + " fps: " + Libav.reason(code));
        }
        return context;
    }

    /** FFmpeg's number of the pixel format that {@link #encode} takes: planar 4:2:0, full range for JPEG. */
    static int pixelFormat(VideoCodec codec) {
        return codec == VideoCodec.MJPEG ? AV_PIX_FMT_YUVJ420P : AV_PIX_FMT_YUV420P;
    }

    public VideoSettings settings() {
        return settings;
    }

    /**
     * False if the encoder did not take this picture: libopenh264 refuses what its rate control cannot fit, such as
     * small pictures of pure noise. The next picture starts anew, with a key frame. An error only if it goes on.
     *
     * @param picture of the settings' size; its time and type are set here
     */
    public boolean encode(AVFrame picture, long presentationMicros, boolean key, Consumer<EncodedUnit> out)
            throws RunException {
        picture.pts(presentationMicros).pict_type(key ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE);
        if (settings.codec() == VideoCodec.MJPEG) {
            picture.quality(JPEG_QUANTIZER * FF_QP2LAMBDA);
        }
        int code = avcodec_send_frame(context, picture);
        if (code < 0) {
            refused++;
            if (refused >= MAX_REFUSED) {
                Libav.check(code, "pictures cannot be encoded");
            }
            // After an error it takes nothing any more.
            avcodec_free_context(context);
            context = opened(settings);
            return false;
        }
        refused = 0;
        receive(out);
        return true;
    }

    private void receive(Consumer<EncodedUnit> out) {
        while (avcodec_receive_packet(context, packet) >= 0) {
            boolean key = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
            out.accept(new EncodedUnit(Libav.payload(packet), key, packet.pts()));
            av_packet_unref(packet);
        }
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            av_packet_free(packet);
            avcodec_free_context(context);
        }
    }
}
