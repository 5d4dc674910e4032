package io.framecast.subscriber.media;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;

/** A decoded picture in native memory, owned by whoever holds it; scaled by {@link PictureScaler}. */
public final class Picture implements AutoCloseable {
    private final AVFrame frame;
    private final long captureMicros;
    private boolean closed;

    Picture(AVFrame frame, long captureMicros) {
        this.frame = frame;
        this.captureMicros = captureMicros;
    }

    public long captureMicros() {
        return captureMicros;
    }

    public int width() {
        return frame.width();
    }

    public int height() {
        return frame.height();
    }

    /** Width over height as a viewer should see it, with pixels that are not square taken into account. */
    public double aspect() {
        AVRational pixel = frame.sample_aspect_ratio();
        double square = pixel.num() > 0 && pixel.den() > 0 ? (double) pixel.num() / pixel.den() : 1;
        return square * width() / height();
    }

    AVFrame frame() {
        return frame;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            av_frame_free(frame);
        }
    }
}
