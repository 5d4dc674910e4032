package io.framecast.subscriber.media;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGRA;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ422P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ444P;
import static org.bytedeco.ffmpeg.global.swscale.SWS_AREA;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU601;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU709;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCachedContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import java.nio.ByteOrder;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/** Turns pictures into RGB of any size, averaging where it makes them smaller. Owned by one thread. */
public final class PictureScaler implements AutoCloseable {
    private static final int ONE = 1 << 16; // contrast and saturation in 16.16

    private @Nullable SwsContext context;
    private @Nullable BytePointer pixels;

    /** Fills {@code width x height} pixels as 0xFFRRGGBB, row by row, stretching the picture to them; false if it cannot be done. */
    public boolean scale(Picture picture, int width, int height, int[] rgb) {
        AVFrame frame = picture.frame();
        boolean smaller = width < frame.width() || height < frame.height();
        SwsContext ready = sws_getCachedContext(
                context,
                frame.width(),
                frame.height(),
                frame.format(),
                width,
                height,
                AV_PIX_FMT_BGRA,
                smaller ? SWS_AREA : SWS_BILINEAR,
                null,
                null,
                (DoublePointer) null);
        if (ready == null || ready.isNull()) {
            context = null;
            return false;
        }
        context = ready;
        boolean hd = frame.colorspace() == AVCOL_SPC_BT709
                || (frame.colorspace() == AVCOL_SPC_UNSPECIFIED && frame.height() >= 720 && !fullRangeFormat(frame));
        IntPointer matrix = sws_getCoefficients(hd ? SWS_CS_ITU709 : SWS_CS_ITU601);
        int full = frame.color_range() == AVCOL_RANGE_JPEG || fullRangeFormat(frame) ? 1 : 0;
        sws_setColorspaceDetails(ready, matrix, full, matrix, 1, 0, ONE, ONE);
        // libav may write whole vectors past the end of a row.
        long needed = (long) width * height * 4 + 64;
        BytePointer memory = pixels;
        if (memory == null || memory.capacity() < needed) {
            if (memory != null) {
                memory.close();
            }
            memory = new BytePointer(needed);
            pixels = memory;
        }
        try (PointerPointer<BytePointer> planes = new PointerPointer<>(4);
                IntPointer strides = new IntPointer(4)) {
            planes.put(0, memory).put(1, null).put(2, null).put(3, null);
            strides.put(0, width * 4).put(1, 0).put(2, 0).put(3, 0);
            if (sws_scale(ready, frame.data(), frame.linesize(), 0, frame.height(), planes, strides) <= 0) {
                return false;
            }
        }
        memory.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(rgb, 0, width * height);
        return true;
    }

    private static boolean fullRangeFormat(AVFrame frame) {
        int format = frame.format();
        return format == AV_PIX_FMT_YUVJ420P || format == AV_PIX_FMT_YUVJ422P || format == AV_PIX_FMT_YUVJ444P;
    }

    @Override
    public void close() {
        if (context != null) {
            sws_freeContext(context);
            context = null;
        }
        if (pixels != null) {
            pixels.close();
            pixels = null;
        }
    }
}
