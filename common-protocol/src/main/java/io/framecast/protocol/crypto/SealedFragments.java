package io.framecast.protocol.crypto;

import io.framecast.protocol.wire.MediaHeader;
import io.netty.buffer.ByteBuf;

/**
 * Leaves fragments as they are, for those who pass a stream on that they have no key of. A frame is then the header of its first fragment
 * and the sealed bytes of all of them. Nothing shows whether they are authentic: whoever opens them sees that.
 */
public final class SealedFragments implements FragmentOpener {

    @Override
    public int tagBytes() {
        return 0;
    }

    @Override
    public boolean keepsHeader() {
        return true;
    }

    @Override
    public int open(ByteBuf datagram, int at, int length, byte[] target, int targetOffset) {
        int headerBytes = MediaHeader.headerBytes(datagram, at);
        int bytes = length - headerBytes;
        if (bytes < Aead.TAG_BYTES || bytes > target.length - targetOffset) {
            return -1;
        }
        datagram.getBytes(at + headerBytes, target, targetOffset, bytes);
        return bytes;
    }

    @Override
    public int sealAgain(
            ByteBuf header, int at, int headerBytes, byte[] opened, int bytes, byte[] target, int targetOffset) {
        if (target.length - targetOffset < bytes) {
            return -1;
        }
        System.arraycopy(opened, 0, target, targetOffset, bytes);
        return bytes;
    }
}
