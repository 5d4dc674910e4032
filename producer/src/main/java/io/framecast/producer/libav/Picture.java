package io.framecast.producer.libav;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCachedContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import io.framecast.client.RunException;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;
import org.jspecify.annotations.Nullable;

/** A raw picture in the form that an encoder takes, to be filled again and again. */
public final class Picture implements AutoCloseable {
    private final AVFrame frame = av_frame_alloc();
    private @Nullable SwsContext scaler;
    private boolean open = true;

    public Picture(VideoSettings settings) throws RunException {
        frame.format(VideoEncoder.pixelFormat(settings.codec()))
                .width(settings.width())
                .height(settings.height());
        Libav.check(av_frame_get_buffer(frame, 0), "no memory for a picture");
    }

    public AVFrame frame() {
        return frame;
    }

    /** Copies a plane of 8-bit samples, rows back to back: plane 0 is luma, 1 and 2 are chroma at half the size. */
    public void fill(int plane, byte[] samples, int width) throws RunException {
        Libav.check(av_frame_make_writable(frame), "no memory for a picture");
        int height = samples.length / width;
        for (int row = 0; row < height; row++) {
            frame.data(plane).position((long) row * frame.linesize(plane)).put(samples, row * width, width);
        }
    }

    void fillBlack() throws RunException {
        byte[] luma = new byte[frame.width() * frame.height()];
        byte[] chroma = new byte[luma.length / 4];
        Arrays.fill(luma, (byte) 16);
        Arrays.fill(chroma, (byte) 128);
        fill(0, luma, frame.width());
        fill(1, chroma, frame.width() / 2);
        fill(2, chroma, frame.width() / 2);
    }

    /** Scales and converts any raw picture into this one. */
    public void fillFrom(AVFrame source) throws RunException {
        Libav.check(av_frame_make_writable(frame), "no memory for a picture");
        scaler = sws_getCachedContext(
                scaler,
                source.width(),
                source.height(),
                source.format(),
                frame.width(),
                frame.height(),
                frame.format(),
                SWS_BICUBIC,
                null,
                null,
                (DoublePointer) null);
        if (scaler == null || scaler.isNull()) {
            throw new RunException("pictures of this kind cannot be converted (pixel format " + source.format() + ")");
        }
        sws_scale(scaler, source.data(), source.linesize(), 0, source.height(), frame.data(), frame.linesize());
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            av_frame_free(frame);
            if (scaler != null) {
                sws_freeContext(scaler);
            }
        }
    }
}
