package io.framecast.protocol.crypto;

import io.netty.buffer.ByteBuf;

/**
 * The ingress trailer {@code u32 counter | GMAC(16)} over a whole media datagram and the counter, which shows the broker that it
 * comes from the session that announced. AES-128-GCM with nothing encrypted; the nonce is the 64-bit counter. Owned by one thread.
 */
public final class TrailerSigner {

    private static final byte[] NOTHING = {};

    private final Aead aead;
    private final byte[] nonce = new byte[Aead.NONCE_BYTES];
    private final byte[] tag = new byte[Aead.TAG_BYTES];
    private byte[] aad = new byte[2048];
    private long counter;

    public TrailerSigner(byte[] clientToBrokerKey) {
        this(clientToBrokerKey, 0);
    }

    /** @param firstCounter 0, something else only in tests */
    public TrailerSigner(byte[] clientToBrokerKey, long firstCounter) {
        this.aead = new Aead(key(clientToBrokerKey));
        this.counter = firstCounter;
    }

    static byte[] key(byte[] clientToBrokerKey) {
        return Hkdf.derive(clientToBrokerKey, "framecast trailer", MediaKeys.KEY_BYTES);
    }

    /** Writes 20 bytes behind the datagram of {@code length} bytes at {@code at}; the room has to be there. */
    public void sign(ByteBuf memory, int at, int length) {
        memory.setInt(at + length, (int) counter);
        int signed = length + Integer.BYTES;
        if (aad.length < signed) {
            aad = new byte[signed];
        }
        memory.getBytes(at, aad, 0, signed);
        Aead.counterNonce(nonce, counter);
        counter++;
        aead.seal(nonce, aad, signed, NOTHING, 0, 0, tag, 0);
        memory.setBytes(at + signed, tag);
    }
}
