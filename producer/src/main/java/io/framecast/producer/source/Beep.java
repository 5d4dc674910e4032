package io.framecast.producer.source;

import io.framecast.producer.libav.AudioEncoder;

/** The sound of {@code test:}: 1 kHz while the pattern's square is white. */
final class Beep {
    private static final double HERTZ = 1000;
    private static final double AMPLITUDE = 0.4 * Short.MAX_VALUE;

    private Beep() {}

    /** Samples of one channel; sample i is heard i / {@link AudioEncoder#SAMPLE_RATE} s after second 0 of the day. */
    static short[] samples(long first, int count) {
        short[] samples = new short[count];
        for (int i = 0; i < count; i++) {
            long inSecond = Math.floorMod(first + i, (long) AudioEncoder.SAMPLE_RATE);
            if (inSecond * 1_000_000 < TestPattern.FLASH_MICROS * AudioEncoder.SAMPLE_RATE) {
                samples[i] = (short) (AMPLITUDE * Math.sin(2 * Math.PI * HERTZ * inSecond / AudioEncoder.SAMPLE_RATE));
            }
        }
        return samples;
    }
}
