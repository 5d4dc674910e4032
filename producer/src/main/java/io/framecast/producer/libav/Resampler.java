package io.framecast.producer.libav;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.swresample.swr_alloc_set_opts2;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert;
import static org.bytedeco.ffmpeg.global.swresample.swr_free;
import static org.bytedeco.ffmpeg.global.swresample.swr_get_out_samples;
import static org.bytedeco.ffmpeg.global.swresample.swr_init;

import io.framecast.client.RunException;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.ShortPointer;

/** Brings raw sound of any kind to 16-bit interleaved samples at {@link AudioEncoder#SAMPLE_RATE}. */
public final class Resampler implements AutoCloseable {
    private final SwrContext context = new SwrContext((SwrContext) null);
    private final int channels;
    private boolean initialised;

    /** @param channels 1 or 2 */
    public Resampler(int channels) {
        this.channels = channels;
    }

    /** The format is taken from the first frame. */
    public short[] convert(AVFrame frame) throws RunException {
        if (!initialised) {
            initialise(frame);
        }
        int capacity = swr_get_out_samples(context, frame.nb_samples());
        try (ShortPointer samples = new ShortPointer((long) capacity * channels);
                PointerPointer<ShortPointer> planes = new PointerPointer<>(1L)) {
            planes.put(0, samples);
            int count = Libav.check(
                    swr_convert(context, planes, capacity, frame.extended_data(), frame.nb_samples()),
                    "sound cannot be resampled");
            short[] converted = new short[count * channels];
            samples.get(converted);
            return converted;
        }
    }

    private void initialise(AVFrame frame) throws RunException {
        try (AVChannelLayout layout = new AVChannelLayout()) {
            av_channel_layout_default(layout, channels);
            Libav.check(
                    swr_alloc_set_opts2(
                            context,
                            layout,
                            AV_SAMPLE_FMT_S16,
                            AudioEncoder.SAMPLE_RATE,
                            frame.ch_layout(),
                            frame.format(),
                            frame.sample_rate(),
                            0,
                            null),
                    "sound cannot be resampled");
            Libav.check(swr_init(context), "sound cannot be resampled");
            initialised = true;
        }
    }

    @Override
    public void close() {
        if (initialised) {
            initialised = false;
            swr_free(context);
        }
    }
}
