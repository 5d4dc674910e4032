package io.framecast.protocol.crypto;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Seals a publisher's media packets in place, each exactly once. Owned by one thread. */
public final class MediaSealer {

    private final MediaKeys keys;
    private @Nullable EpochCipher cipher;
    private byte[] plain = new byte[2048];
    private byte[] sealed = new byte[2048 + Aead.TAG_BYTES];

    /** @param baseKey 32 random bytes of this ANNOUNCE */
    public MediaSealer(byte[] baseKey) {
        this.keys = new MediaKeys(baseKey);
    }

    /**
     * Replaces the payload after the header at {@code at} by ciphertext and tag: {@code payloadLength} + 16 bytes are written
     * there. Lane and sequence are read from the header, which has to be complete, kk included
     * ({@link MediaKeys#keyPhase}). A pair of lane and sequence is never sealed twice within an epoch.
     */
    public void seal(ByteBuf memory, int at, int headerBytes, int payloadLength, long epoch) {
        if (plain.length < payloadLength) {
            plain = new byte[payloadLength];
            sealed = new byte[payloadLength + Aead.TAG_BYTES];
        }
        memory.getBytes(at + headerBytes, plain, 0, payloadLength);
        int bytes = of(epoch).seal(memory, at, headerBytes, plain, payloadLength, sealed);
        memory.setBytes(at + headerBytes, sealed, 0, bytes);
    }

    private EpochCipher of(long epoch) {
        EpochCipher of = cipher;
        if (of == null || of.epoch() != epoch) {
            of = new EpochCipher(keys, epoch);
            cipher = of;
        }
        return of;
    }
}
