package io.framecast.protocol.crypto;

/** The header of RFC 9605 §4.3. It is part of the additional data and never sent: both sides know what it says. */
final class SframeHeader {

    static final int MAX_BYTES = 17;

    private SframeHeader() {}

    /** Writes at index 0. @return bytes written */
    static int write(byte[] out, long keyId, long counter) {
        int keyBytes = inConfig(keyId) ? 0 : bytes(keyId);
        int counterBytes = inConfig(counter) ? 0 : bytes(counter);
        int config = keyBytes == 0 ? (int) keyId << 4 : 0x80 | ((keyBytes - 1) << 4);
        config |= counterBytes == 0 ? (int) counter : 0x08 | (counterBytes - 1);
        out[0] = (byte) config;
        put(out, 1, keyId, keyBytes);
        put(out, 1 + keyBytes, counter, counterBytes);
        return 1 + keyBytes + counterBytes;
    }

    private static boolean inConfig(long value) {
        return value >= 0 && value < 8;
    }

    private static int bytes(long value) {
        return (71 - Long.numberOfLeadingZeros(value)) / 8;
    }

    private static void put(byte[] out, int at, long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out[at + i] = (byte) (value >>> (8 * (bytes - 1 - i)));
        }
    }
}
