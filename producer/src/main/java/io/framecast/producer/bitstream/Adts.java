package io.framecast.producer.bitstream;

import java.util.Arrays;

/** The header that AAC carries in transport streams and .aac files (ISO/IEC 13818-7 6.2). */
public final class Adts {
    private static final int HEADER_BYTES = 7;
    private static final int CHECKSUM_BYTES = 2;

    private Adts() {}

    public static boolean present(byte[] packet) {
        return packet.length > HEADER_BYTES && (packet[0] & 0xff) == 0xff && (packet[1] & 0xf6) == 0xf0;
    }

    /** The access unit without its header. */
    public static byte[] stripped(byte[] packet) {
        boolean checksum = (packet[1] & 1) == 0;
        int header = HEADER_BYTES + (checksum ? CHECKSUM_BYTES : 0);
        return Arrays.copyOfRange(packet, Math.min(header, packet.length), packet.length);
    }

    /** The AudioSpecificConfig that says the same as the header. */
    public static byte[] audioSpecificConfig(byte[] packet) {
        int objectType = (packet[2] >> 6 & 3) + 1;
        int frequency = packet[2] >> 2 & 15;
        int channels = (packet[2] & 1) << 2 | (packet[3] >> 6 & 3);
        int config = objectType << 11 | frequency << 7 | channels << 3;
        return new byte[] {(byte) (config >> 8), (byte) config};
    }
}
