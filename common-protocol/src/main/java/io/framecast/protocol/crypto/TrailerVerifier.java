package io.framecast.protocol.crypto;

import io.framecast.protocol.wire.MediaHeader;
import io.netty.buffer.ByteBuf;

/** Checks the ingress trailers of one session, each counter once. Owned by one thread. */
public final class TrailerVerifier {

    private static final int REPLAY_WINDOW = 1024;

    private final Aead aead;
    private final ReplayWindow window;
    private final byte[] nonce = new byte[Aead.NONCE_BYTES];
    private final byte[] tag = new byte[Aead.TAG_BYTES];
    private final byte[] nothing = new byte[0];
    private byte[] aad = new byte[2048];

    public TrailerVerifier(byte[] clientToBrokerKey) {
        this(clientToBrokerKey, 0);
    }

    /** @param firstCounter as at the {@link TrailerSigner} */
    public TrailerVerifier(byte[] clientToBrokerKey, long firstCounter) {
        this.aead = new Aead(TrailerSigner.key(clientToBrokerKey));
        this.window = new ReplayWindow(REPLAY_WINDOW, firstCounter);
    }

    /** Whether the datagram ends with a trailer of this session that was not seen before. Never throws. */
    public boolean verify(ByteBuf datagram, int at, int lengthWithTrailer) {
        int signed = lengthWithTrailer - Aead.TAG_BYTES;
        if (lengthWithTrailer < MediaHeader.BYTES + MediaHeader.TRAILER_BYTES) {
            return false;
        }
        long counter = window.recover(datagram.getInt(at + signed - Integer.BYTES));
        if (!window.fresh(counter)) {
            return false;
        }
        if (aad.length < signed) {
            aad = new byte[signed];
        }
        datagram.getBytes(at, aad, 0, signed);
        datagram.getBytes(at + signed, tag);
        Aead.counterNonce(nonce, counter);
        return aead.open(nonce, aad, signed, tag, 0, tag.length, nothing, 0) >= 0 && window.accept(counter);
    }
}
