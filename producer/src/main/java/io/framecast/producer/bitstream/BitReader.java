package io.framecast.producer.bitstream;

/** Bits from the most significant one on; zero after the end, so that a truncated header never throws. */
final class BitReader {
    private final byte[] bytes;
    private int bit;

    BitReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The payload of a NAL unit from {@code from} on, without the emulation prevention bytes (H.264 7.4.1, H.265 7.4.2). */
    static BitReader ofNal(byte[] nal, int from) {
        byte[] plain = new byte[Math.max(0, nal.length - from)];
        int length = 0;
        int zeros = 0;
        for (int i = from; i < nal.length; i++) {
            if (zeros >= 2 && nal[i] == 3) {
                zeros = 0;
                continue;
            }
            zeros = nal[i] == 0 ? zeros + 1 : 0;
            plain[length++] = nal[i];
        }
        return new BitReader(plain);
    }

    /** @param count 0..32 */
    long bits(int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            int at = bit >> 3;
            int one = at < bytes.length ? bytes[at] >> (7 - (bit & 7)) & 1 : 0;
            value = value << 1 | one;
            bit++;
        }
        return value;
    }
}
