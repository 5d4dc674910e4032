package io.framecast.protocol.crypto;

import io.framecast.protocol.wire.ControlHeader;
import io.framecast.protocol.wire.Limits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import javax.crypto.Cipher;

/**
 * What one control packet at a time is sealed or opened with. It holds nothing between two packets, so all {@link ControlChannel}s of an
 * event loop can share one: it is several times the size of all else that a channel has.
 */
public final class ControlScratch {
    final Cipher cipher = Aead.newCipher();
    final byte[] nonce = new byte[Aead.NONCE_BYTES];
    final byte[] header = new byte[ControlHeader.BYTES];
    final byte[] sealed = new byte[Limits.CONTROL_BYTES];
    /** Grows when a packet is too long to be sealed, so that this is noticed by its length. */
    final ByteBuf clear = Unpooled.buffer(Limits.CONTROL_BYTES);

    final ByteBuf headerBuffer = Unpooled.wrappedBuffer(header);
}
