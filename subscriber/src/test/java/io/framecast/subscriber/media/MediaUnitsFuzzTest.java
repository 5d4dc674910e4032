package io.framecast.subscriber.media;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.framecast.protocol.media.Frame;
import io.framecast.protocol.media.Track;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** What a producer's frames and catalog hold, before a decoder sees it. Pieces of files are libav's to read and are left out. */
class MediaUnitsFuzzTest {

    private static final Codec[] WITH_HEADERS = {Codec.H264, Codec.H265, Codec.AV1};

    /** The first byte says what it is, the second one how long the catalog's part is. */
    @FuzzTest
    void isTakenApartAsFarAsItGoes(byte[] input) {
        if (input.length < 2) {
            return;
        }
        int cut = Math.min(input.length, 2 + (input[1] & 0xff));
        byte[] init = Arrays.copyOfRange(input, 2, cut);
        byte[] payload = Arrays.copyOfRange(input, cut, input.length);
        switch (input[0] % 5) {
            case 0 -> sound(Codec.AAC, init, payload);
            case 1 -> sound(Codec.OPUS, init, withoutMark(payload));
            case 2 -> sound(Codec.PCM, init, withoutMark(payload));
            case 3 -> InitData.bytes(track(new String(init, StandardCharsets.ISO_8859_1)));
            default -> {
                for (Codec codec : WITH_HEADERS) {
                    byte[] found = ParameterSets.of(codec, payload);
                    assertTrue(found.length <= 2 * payload.length, found.length + " bytes of " + payload.length);
                }
            }
        }
    }

    private static byte[] withoutMark(byte[] payload) {
        byte[] plain = payload.clone();
        if (plain.length > 0 && (plain[0] == 'O' || plain[0] == 'R')) {
            plain[0] = 0;
        }
        return plain;
    }

    private static Track track(String initData) {
        return Track.audio(1, "aac", 0, 0, 0, initData);
    }

    private static void sound(Codec codec, byte[] init, byte[] payload) {
        Track track = track(Base64.getEncoder().encodeToString(init));
        AudioUnits units = new AudioUnits(codec, track);
        long bytes = 0;
        for (AudioUnit unit : units.of(new Frame(1, 0, 0, true, false, 0, 0, payload))) {
            assertTrue(unit.durationMicros() >= 0, "time runs backwards");
            bytes += unit.payload().length;
        }
        assertTrue(bytes <= payload.length, bytes + " bytes of " + payload.length);
        assertTrue(units.sampleRate() > 0 && units.channels() > 0);
    }
}
