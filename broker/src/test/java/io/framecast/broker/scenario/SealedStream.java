package io.framecast.broker.scenario;

import io.framecast.protocol.crypto.MediaOpener;
import io.framecast.protocol.crypto.StreamLock;
import io.framecast.protocol.media.Frame;
import io.framecast.protocol.wire.ControlPacket.StreamInfo;
import io.framecast.protocol.wire.MediaHeader;
import io.framecast.protocol.wire.RepairHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/** Opens frames that came through somebody who had no key: what such a one passes on is all that it takes, beside the passphrase. */
final class SealedStream {

    private final int fragmentBytes;
    private final MediaOpener opener;

    SealedStream(String producerId, StreamInfo stream, StreamLock lock) {
        fragmentBytes = stream.fragmentBytes();
        opener = new MediaOpener(lock.baseKey(stream.baseKey(), producerId), stream.epoch());
    }

    Frame open(Frame sealed) {
        ByteBuf frame = Unpooled.wrappedBuffer(sealed.payload());
        int headerBytes = MediaHeader.headerBytes(frame, 0);
        int full = fragmentBytes - headerBytes;
        byte[] plain = new byte[sealed.payload().length];
        int bytes = 0;
        for (int i = 0; i < MediaHeader.fragmentCount(frame, 0); i++) {
            int at = headerBytes + i * full;
            ByteBuf datagram = Unpooled.buffer()
                    .writeBytes(frame, 0, headerBytes)
                    .writeBytes(frame, at, Math.min(full, frame.readableBytes() - at));
            RepairHeader.becomeFragment(datagram, 0, MediaHeader.sequence(frame, 0), i);
            int opened = opener.open(datagram, 0, datagram.readableBytes(), plain, bytes);
            if (opened < 0) {
                throw new AssertionError("fragment " + i + " of frame " + sealed.number() + " does not open");
            }
            bytes += opened;
        }
        return new Frame(
                sealed.track(),
                sealed.temporalId(),
                sealed.number(),
                sealed.key(),
                sealed.discardable(),
                sealed.gopDistance(),
                sealed.captureMicros(),
                Arrays.copyOf(plain, bytes));
    }
}
