package io.framecast.protocol.crypto;

import io.framecast.protocol.wire.MediaHeader;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Opens the media packets of one stream and follows its key epochs: kk tells epochs apart modulo 3, and only a packet that
 * authenticated moves the newest epoch forward. Owned by one thread.
 */
public final class MediaOpener implements FragmentOpener {

    private final MediaKeys keys;
    private final long oldestEpoch;
    private final @Nullable EpochCipher[] ciphers = new @Nullable EpochCipher[3];
    private long newestEpoch;
    private byte[] sealed = new byte[2048];

    /** @param oldestEpoch the oldest one that is still cached, as SUBSCRIBE_OK says; earlier ones are not opened */
    public MediaOpener(byte[] baseKey, long oldestEpoch) {
        this.keys = new MediaKeys(baseKey);
        this.oldestEpoch = oldestEpoch;
        this.newestEpoch = oldestEpoch;
    }

    @Override
    public int tagBytes() {
        return Aead.TAG_BYTES;
    }

    @Override
    public boolean keepsHeader() {
        return false;
    }

    @Override
    public int open(ByteBuf datagram, int at, int length, byte[] target, int targetOffset) {
        int ahead = Math.floorMod(MediaHeader.keyPhase(datagram, at) - MediaKeys.keyPhase(newestEpoch), 3);
        if (ahead < 2) {
            return open(newestEpoch + ahead, datagram, at, length, target, targetOffset);
        }
        // Two ahead is one behind, modulo 3: mostly a late packet, after a long silence the next but one epoch.
        int bytes = open(newestEpoch - 1, datagram, at, length, target, targetOffset);
        return bytes >= 0 ? bytes : open(newestEpoch + 2, datagram, at, length, target, targetOffset);
    }

    /** Sealing is deterministic. The epoch is the one under which the last packet with this kk was opened; -1 where none was. */
    @Override
    public int sealAgain(
            ByteBuf header, int at, int headerBytes, byte[] plain, int plainBytes, byte[] target, int targetOffset) {
        int keyPhase = MediaHeader.keyPhase(header, at);
        EpochCipher cipher = keyPhase == 0 ? null : ciphers[keyPhase - 1];
        if (cipher == null || target.length - targetOffset < plainBytes + Aead.TAG_BYTES) {
            return -1;
        }
        return cipher.sealAgain(header, at, headerBytes, plain, plainBytes, target, targetOffset);
    }

    private int open(long epoch, ByteBuf datagram, int at, int length, byte[] target, int targetOffset) {
        int headerBytes = MediaHeader.headerBytes(datagram, at);
        int sealedBytes = length - headerBytes;
        if (epoch < oldestEpoch || sealedBytes < Aead.TAG_BYTES) {
            return -1;
        }
        if (sealed.length < sealedBytes) {
            sealed = new byte[sealedBytes];
        }
        datagram.getBytes(at + headerBytes, sealed, 0, sealedBytes);
        EpochCipher cipher = of(epoch);
        int bytes = cipher.open(datagram, at, headerBytes, sealed, 0, sealedBytes, target, targetOffset);
        if (bytes >= 0) {
            ciphers[slot(epoch)] = cipher;
            newestEpoch = Math.max(newestEpoch, epoch);
        }
        return bytes;
    }

    /** The newest epoch of which a packet was opened. */
    public long newestEpoch() {
        return newestEpoch;
    }

    private EpochCipher of(long epoch) {
        EpochCipher cached = ciphers[slot(epoch)];
        return cached != null && cached.epoch() == epoch ? cached : new EpochCipher(keys, epoch);
    }

    private static int slot(long epoch) {
        return (int) (epoch % 3);
    }
}
