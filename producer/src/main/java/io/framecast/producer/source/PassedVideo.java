package io.framecast.producer.source;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP8;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP9;

import io.framecast.producer.bitstream.AnnexBTrack;
import io.framecast.producer.bitstream.Av1Units;
import io.framecast.producer.bitstream.CodecStrings;
import io.framecast.producer.bitstream.NalCodec;
import io.framecast.producer.libav.MediaPacket;
import io.framecast.producer.libav.MediaStream;
import io.framecast.protocol.media.Track;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Encoded pictures as the container has them; H.264 and H.265 as Annex B with their parameter sets in-band. */
final class PassedVideo implements TrackPath {
    private static final double USUAL_RATE = 25;

    private final int stream;
    private final int codecId;
    private final byte[] configuration;
    private final double rate;
    private final Track shape;
    private final PacketTimes times;
    private final @Nullable AnnexBTrack nalUnits;
    private @Nullable Track track;
    private long hiddenMicros;

    PassedVideo(MediaStream stream) {
        this.stream = stream.index();
        this.codecId = stream.codecId();
        this.configuration = stream.configuration();
        this.rate = stream.framesPerSecond();
        this.shape =
                Track.video(VIDEO, "", stream.width(), stream.height(), rate, stream.bitrate(), stream.reorder(), "");
        this.times = new PacketTimes(Math.round(1e6 / (rate > 0 ? rate : USUAL_RATE)), stream.reorder());
        this.nalUnits = switch (codecId) {
            case AV_CODEC_ID_H264 -> new AnnexBTrack(NalCodec.H264, configuration);
            case AV_CODEC_ID_HEVC -> new AnnexBTrack(NalCodec.H265, configuration);
            default -> null;
        };
    }

    static boolean takes(MediaStream stream) {
        return switch (stream.codecId()) {
            case AV_CODEC_ID_H264,
                    AV_CODEC_ID_HEVC,
                    AV_CODEC_ID_VP8,
                    AV_CODEC_ID_VP9,
                    AV_CODEC_ID_AV1,
                    AV_CODEC_ID_MJPEG -> true;
            default -> false;
        };
    }

    @Override
    public int stream() {
        return stream;
    }

    @Override
    public @Nullable Track track() {
        return track;
    }

    @Override
    public void accept(MediaPacket packet, FileClock clock, Consumer<SourceFrame> out) {
        times.take(packet);
        boolean key = packet.key() || codecId == AV_CODEC_ID_MJPEG;
        if (track == null && !key) {
            return;
        }
        AnnexBTrack.Unit unit = unit(packet, key);
        if (unit.bytes().length == 0) {
            return;
        }
        if (track == null) {
            track = withCodec(codec(unit.bytes()));
        }
        long presentation = clock.at(times.presentationMicros());
        long decode = clock.at(times.decodeMicros());
        if (packet.hidden()) {
            presentation = beforeStart(presentation, clock);
            decode = Math.min(presentation, beforeStart(decode, clock));
        } else {
            clock.shownUntil(true, presentation + times.durationMicros());
        }
        out.accept(new SourceFrame(
                VIDEO, key, !key && (packet.disposable() || unit.discardable()), presentation, decode, unit.bytes()));
    }

    /**
     * Pictures that an edit list cuts off are needed to decode the first one that is shown. Their times are squeezed into half a
     * frame before it, in their order, so that over a loop they do not fall among the pictures of the pass before.
     */
    private long beforeStart(long micros, FileClock clock) {
        long before = clock.passStartMicros() - micros;
        hiddenMicros = Math.max(hiddenMicros, before);
        if (before <= 0 || hiddenMicros == 0) {
            return micros;
        }
        double room = Math.min((double) hiddenMicros, times.durationMicros() / 2.0);
        return clock.passStartMicros() - Math.round(before * (room / hiddenMicros));
    }

    private AnnexBTrack.Unit unit(MediaPacket packet, boolean key) {
        byte[] payload = packet.payload();
        if (nalUnits != null) {
            byte[] newConfiguration = packet.newConfiguration();
            if (newConfiguration.length > 0) {
                nalUnits.configure(newConfiguration);
            }
            return nalUnits.convert(payload, key);
        }
        boolean av1 = codecId == AV_CODEC_ID_AV1 && key;
        return new AnnexBTrack.Unit(av1 ? Av1Units.withSequenceHeader(payload, configuration) : payload, false);
    }

    private String codec(byte[] firstKeyFrame) {
        return switch (codecId) {
            case AV_CODEC_ID_H264 -> CodecStrings.avc(sequenceParameterSet());
            case AV_CODEC_ID_HEVC -> CodecStrings.hevc(sequenceParameterSet());
            case AV_CODEC_ID_VP8 -> "vp8";
            case AV_CODEC_ID_VP9 ->
                CodecStrings.vp9(firstKeyFrame, shape.width(), shape.height(), rate > 0 ? rate : USUAL_RATE);
            case AV_CODEC_ID_AV1 -> CodecStrings.av1(configuration, firstKeyFrame);
            default -> "mjpeg";
        };
    }

    private byte[] sequenceParameterSet() {
        return nalUnits == null ? new byte[0] : nalUnits.sequenceParameterSet();
    }

    private Track withCodec(String codec) {
        return Track.video(
                VIDEO, codec, shape.width(), shape.height(), shape.framerate(), shape.bitrate(), shape.reorder(), "");
    }

    @Override
    public void onEnd(FileClock clock, Consumer<SourceFrame> out) {
        times.restart();
    }

    @Override
    public void requestKeyFrame() {
        // They come when they come.
    }

    @Override
    public void close() {
        // Holds no native memory.
    }
}
