package io.framecast.protocol.fec;

import io.framecast.protocol.wire.RepairHeader;
import java.util.Arrays;

/** The form of a source symbol: length (u16), payload and tag, zeros (RFC 6865 §4.3). */
final class Symbols {

    private Symbols() {}

    static void length(byte[] symbol, int sealedBytes) {
        symbol[0] = (byte) (sealedBytes >>> 8);
        symbol[1] = (byte) sealedBytes;
    }

    static int length(byte[] symbol) {
        return ((symbol[0] & 0xff) << 8) | (symbol[1] & 0xff);
    }

    static void pad(byte[] symbol, int sealedBytes, int symbolBytes) {
        Arrays.fill(symbol, RepairHeader.LENGTH_BYTES + sealedBytes, symbolBytes, (byte) 0);
    }
}
