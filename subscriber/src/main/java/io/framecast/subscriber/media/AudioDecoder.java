package io.framecast.subscriber.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_uninit;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.swresample.swr_alloc_set_opts2;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert;
import static org.bytedeco.ffmpeg.global.swresample.swr_free;
import static org.bytedeco.ffmpeg.global.swresample.swr_init;

import io.framecast.client.RunException;
import io.framecast.protocol.media.Frame;
import io.framecast.protocol.media.Track;
import java.util.Arrays;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/** Frames of an audio track to sound of one or two channels at the track's own rate. Damaged input is counted. Owned by one thread. */
public final class AudioDecoder implements AutoCloseable {
    private final AudioUnits units;
    private @Nullable OpenCodec codec;
    private @Nullable SwrContext converter;
    private int converterFormat = -1;
    private int converterRate;
    private int converterChannels;
    private byte[] openedWith = new byte[0];
    private long errorsBefore;

    public AudioDecoder(Track track) throws RunException {
        Codec known = Codec.of(track)
                .filter(c -> !c.isVideo())
                .orElseThrow(() -> new RunException("sound in " + track.codec() + " cannot be played"));
        this.units = new AudioUnits(known, track);
    }

    public void decode(Frame frame, Consumer<Pcm> out) throws RunException {
        for (AudioUnit unit : units.of(frame)) {
            OpenCodec open = codec;
            if (open == null || !Arrays.equals(openedWith, units.headerBytes())) {
                if (open != null) {
                    errorsBefore += open.errors();
                    open.close();
                }
                openedWith = units.headerBytes();
                open = new OpenCodec(units.codec(), openedWith, units.sampleRate(), units.channels(), false);
                codec = open;
            }
            byte[] payload = unit.payload();
            open.decode(payload, 0, payload.length, unit.captureMicros(), decoded -> convert(decoded, out));
        }
    }

    /** Frames and packets that could not be decoded. */
    public long errors() {
        return errorsBefore + units.damaged() + (codec == null ? 0 : codec.errors());
    }

    private void convert(AVFrame decoded, Consumer<Pcm> out) {
        try {
            int inChannels = decoded.ch_layout().nb_channels();
            if (decoded.nb_samples() <= 0 || inChannels <= 0 || decoded.sample_rate() <= 0 || !ready(decoded)) {
                return;
            }
            int channels = Math.min(2, inChannels);
            int samples = decoded.nb_samples() + 32;
            try (BytePointer memory = new BytePointer((long) samples * channels * 2);
                    PointerPointer<BytePointer> planes = new PointerPointer<BytePointer>(1).put(0, memory)) {
                int made = swr_convert(converter, planes, samples, decoded.extended_data(), decoded.nb_samples());
                if (made > 0) {
                    byte[] pcm = new byte[made * channels * 2];
                    memory.get(pcm);
                    out.accept(new Pcm(decoded.pts(), decoded.sample_rate(), channels, pcm));
                }
            }
        } finally {
            av_frame_free(decoded);
        }
    }

    private boolean ready(AVFrame decoded) {
        int channels = decoded.ch_layout().nb_channels();
        if (converter != null
                && converterFormat == decoded.format()
                && converterRate == decoded.sample_rate()
                && converterChannels == channels) {
            return true;
        }
        release();
        SwrContext made = new SwrContext(null);
        AVChannelLayout target = new AVChannelLayout().zero();
        av_channel_layout_default(target, Math.min(2, channels));
        int result = swr_alloc_set_opts2(
                made,
                target,
                AV_SAMPLE_FMT_S16,
                decoded.sample_rate(),
                decoded.ch_layout(),
                decoded.format(),
                decoded.sample_rate(),
                0,
                (Pointer) null);
        av_channel_layout_uninit(target);
        if (result < 0 || swr_init(made) < 0) {
            return false;
        }
        converter = made;
        converterFormat = decoded.format();
        converterRate = decoded.sample_rate();
        converterChannels = channels;
        return true;
    }

    private void release() {
        if (converter != null) {
            swr_free(converter);
            converter = null;
        }
    }

    @Override
    public void close() {
        release();
        if (codec != null) {
            codec.close();
        }
    }
}
