package io.framecast.producer.libav;

import io.framecast.client.RunException;
import io.framecast.producer.bitstream.AnnexBTrack;
import io.framecast.producer.bitstream.CodecStrings;
import io.framecast.producer.bitstream.NalCodec;
import java.util.ArrayList;
import java.util.List;

/** Finds out what an encoder will call its stream, before the first real picture: by encoding one that is thrown away. */
public final class CodecProbe {
    private CodecProbe() {}

    /** The WebCodecs string of what an encoder with these settings makes. */
    public static String codecString(VideoSettings settings) throws RunException {
        List<EncodedUnit> units = new ArrayList<>();
        try (VideoEncoder encoder = new VideoEncoder(settings);
                Picture picture = new Picture(settings)) {
            picture.fillBlack();
            encoder.encode(picture.frame(), 0, true, units::add);
        }
        if (units.isEmpty()) {
            throw new RunException("encoder for " + settings.codec().optionName() + " gives nothing out");
        }
        byte[] unit = units.get(0).payload();
        return switch (settings.codec()) {
            case H264 -> {
                AnnexBTrack track = new AnnexBTrack(NalCodec.H264, new byte[0]);
                track.convert(unit, true);
                yield CodecStrings.avc(track.sequenceParameterSet());
            }
            case VP8 -> "vp8";
            case VP9 -> CodecStrings.vp9(unit, settings.width(), settings.height(), settings.framesPerSecond());
            case AV1 -> CodecStrings.av1OfUnit(unit);
            case MJPEG -> "mjpeg";
        };
    }
}
