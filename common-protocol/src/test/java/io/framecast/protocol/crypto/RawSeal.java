package io.framecast.protocol.crypto;

import io.framecast.protocol.wire.ControlHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/** Seals what no codec wrote: what a peer that holds the keys can say if it means harm. */
public final class RawSeal {

    private RawSeal() {}

    /**
     * A datagram of {@code type} with {@code clear} in the place of its TLVs.
     *
     * @param instead a sealed datagram, whose session and packet number it takes over, below 2^32; that one is not to be sent any more
     * @param key that it was sealed with
     */
    public static byte[] seal(byte[] instead, byte[] key, int type, byte[] clear) {
        ByteBuf original = Unpooled.wrappedBuffer(instead);
        int number = ControlHeader.packetNumber(original, 0);
        ByteBuf header = Unpooled.buffer(ControlHeader.BYTES);
        ControlHeader.write(header, type, ControlHeader.sessionId(original, 0), number);
        byte[] nonce = new byte[Aead.NONCE_BYTES];
        Aead.counterNonce(nonce, Integer.toUnsignedLong(number));
        byte[] sealed = new byte[clear.length + Aead.TAG_BYTES];
        new Aead(key).seal(nonce, ByteBufUtil.getBytes(header), ControlHeader.BYTES, clear, 0, clear.length, sealed, 0);
        return ByteBufUtil.getBytes(header.writeBytes(sealed));
    }
}
