package io.framecast.producer.bitstream;

import java.util.ArrayList;
import java.util.List;

/**
 * Brings the access units of one H.264 or H.265 track into Annex B with the parameter sets before each key frame, so that a
 * late joiner needs nothing else. NAL units keep their bytes; an access unit that already has this form is returned as it is.
 */
public final class AnnexBTrack {
    private final NalCodec codec;
    private int lengthBytes;
    private List<byte[]> parameterSets = List.of();

    /** @param extradata avcC, hvcC, Annex B, or empty */
    public AnnexBTrack(NalCodec codec, byte[] extradata) {
        this.codec = codec;
        configure(extradata);
    }

    /** New configuration in mid-stream, in any of the forms that the constructor takes. */
    public void configure(byte[] extradata) {
        if (extradata.length == 0 || NalUnits.startsAsAnnexB(extradata)) {
            List<byte[]> sets = NalUnits.ofAnnexB(extradata).stream()
                    .filter(codec::parameterSet)
                    .toList();
            parameterSets = sets.isEmpty() ? parameterSets : sets;
        } else {
            Configuration configuration = codec.configuration(extradata);
            lengthBytes = configuration.lengthBytes();
            parameterSets = configuration.parameterSets();
        }
    }

    /** The same access unit; empty if there is no NAL unit in it. */
    public Unit convert(byte[] packet, boolean key) {
        boolean prefixed = lengthBytes > 0;
        List<byte[]> units = prefixed ? NalUnits.ofLengthPrefixed(packet, lengthBytes) : NalUnits.ofAnnexB(packet);
        boolean carriesSets = units.stream().anyMatch(codec::sequenceParameterSet);
        if (carriesSets) {
            parameterSets = units.stream().filter(codec::parameterSet).toList();
        }
        boolean insert = key && !carriesSets && !parameterSets.isEmpty();
        boolean discardable = !key && codec.discardable(units, sequenceParameterSet());
        if (!prefixed && !insert) {
            return new Unit(units.isEmpty() ? new byte[0] : packet, discardable);
        }
        return new Unit(NalUnits.joined(insert ? withParameterSets(units) : units), discardable);
    }

    /** The newest sequence parameter set with its NAL header, or empty. */
    public byte[] sequenceParameterSet() {
        return parameterSets.stream()
                .filter(codec::sequenceParameterSet)
                .findFirst()
                .orElse(new byte[0]);
    }

    /** An access unit delimiter stays first. */
    private List<byte[]> withParameterSets(List<byte[]> units) {
        List<byte[]> all = new ArrayList<>(units);
        all.addAll(!units.isEmpty() && codec.delimiter(units.get(0)) ? 1 : 0, parameterSets);
        return all;
    }

    /** @param discardable no other frame refers to it, as far as the bytes say */
    public record Unit(byte[] bytes, boolean discardable) {}
}
