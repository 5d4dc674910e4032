package io.framecast.subscriber.media;

import io.framecast.protocol.media.Track;
import java.util.Arrays;
import java.util.Base64;

/** The decoder configuration that a catalog carries. */
public final class InitData {
    private static final int[] AAC_RATES = {
        96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350
    };

    private InitData() {}

    /** The bytes of a track; empty if there are none, or if they are not base64. */
    public static byte[] bytes(Track track) {
        try {
            return Base64.getDecoder().decode(track.initData());
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** An AudioSpecificConfig for AAC-LC (ISO/IEC 14496-3 1.6.2.1). */
    public static byte[] aacLowComplexity(int sampleRate, int channels) {
        int index = 4;
        for (int i = 0; i < AAC_RATES.length; i++) {
            if (AAC_RATES[i] == sampleRate) {
                index = i;
            }
        }
        int bits = 2 << 11 | index << 7 | Math.clamp(channels, 1, 7) << 3;
        return new byte[] {(byte) (bits >> 8), (byte) bits};
    }

    /**
     * An OpusHead (RFC 7845 5.1) whose pre-skip is 0: a recording starts anywhere, and the times of its units are true without it.
     *
     * @param given the track's own, or empty
     */
    public static byte[] opusHead(byte[] given, int channels) {
        if (given.length >= 19) {
            byte[] head = Arrays.copyOf(given, given.length);
            head[10] = 0;
            head[11] = 0;
            return head;
        }
        return new byte[] {
            'O',
            'p',
            'u',
            's',
            'H',
            'e',
            'a',
            'd',
            1,
            (byte) Math.clamp(channels, 1, 2),
            0,
            0,
            (byte) 0x80,
            (byte) 0xbb,
            0,
            0,
            0,
            0,
            0
        };
    }
}
