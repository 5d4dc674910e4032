package io.framecast.protocol.crypto;

import io.framecast.protocol.wire.MediaHeader;
import io.netty.buffer.ByteBuf;

/** Seals and opens the media packets of one key epoch. Owned by one thread. */
final class EpochCipher {

    /** SFrame header of at most 17 bytes, media header of at most 1020 less the alias. */
    private static final int MAX_AAD_BYTES = SframeHeader.MAX_BYTES + 1020;

    private static final int ALIAS_AT = 4;
    private static final int AFTER_ALIAS = 8;

    private final long epoch;
    private final Aead aead;
    private final byte[] salt;
    private final byte[] nonce = new byte[Aead.NONCE_BYTES];
    private final byte[] aad = new byte[MAX_AAD_BYTES];

    EpochCipher(MediaKeys keys, long epoch) {
        this.epoch = epoch;
        this.aead = new Aead(keys.key(epoch));
        this.salt = keys.salt(epoch);
    }

    long epoch() {
        return epoch;
    }

    int seal(ByteBuf packet, int at, int headerBytes, byte[] plain, int plainBytes, byte[] out) {
        int aadBytes = prepare(packet, at, headerBytes);
        return aead.seal(nonce, aad, aadBytes, plain, 0, plainBytes, out, 0);
    }

    /** The bytes that {@link #seal} made, of a packet that was opened. */
    int sealAgain(ByteBuf packet, int at, int headerBytes, byte[] plain, int plainBytes, byte[] out, int outAt) {
        int aadBytes = prepare(packet, at, headerBytes);
        return aead.sealAgain(nonce, aad, aadBytes, plain, 0, plainBytes, out, outAt);
    }

    int open(
            ByteBuf packet,
            int at,
            int headerBytes,
            byte[] sealed,
            int sealedAt,
            int sealedBytes,
            byte[] out,
            int outAt) {
        int aadBytes = prepare(packet, at, headerBytes);
        return aead.open(nonce, aad, aadBytes, sealed, sealedAt, sealedBytes, out, outAt);
    }

    /** Sets nonce and additional data: SFrame header of (epoch, lane, sequence), then the media header without its alias. */
    private int prepare(ByteBuf packet, int at, int headerBytes) {
        long lane = MediaHeader.lane(packet, at);
        long counter = (lane << 32) | Integer.toUnsignedLong(MediaHeader.sequence(packet, at));
        nonce(salt, counter, nonce);
        int bytes = SframeHeader.write(aad, epoch, counter);
        packet.getBytes(at, aad, bytes, ALIAS_AT);
        bytes += ALIAS_AT;
        packet.getBytes(at + AFTER_ALIAS, aad, bytes, headerBytes - AFTER_ALIAS);
        return bytes + headerBytes - AFTER_ALIAS;
    }

    /** RFC 9605 §4.4.3: the salt, and the counter over its end. */
    private static void nonce(byte[] salt, long counter, byte[] out) {
        System.arraycopy(salt, 0, out, 0, Aead.NONCE_BYTES);
        BigEndian.putLong(out, 4, BigEndian.getLong(salt, 4) ^ counter);
    }

    static byte[] nonce(byte[] salt, long counter) {
        byte[] nonce = new byte[Aead.NONCE_BYTES];
        nonce(salt, counter, nonce);
        return nonce;
    }
}
