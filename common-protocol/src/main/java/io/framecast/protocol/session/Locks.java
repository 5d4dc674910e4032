package io.framecast.protocol.session;

import io.framecast.protocol.crypto.FragmentOpener;
import io.framecast.protocol.crypto.MediaOpener;
import io.framecast.protocol.crypto.SealedFragments;
import io.framecast.protocol.crypto.StreamLock;
import io.framecast.protocol.wire.ControlPacket.EndToEnd;
import io.framecast.protocol.wire.ControlPacket.StreamInfo;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How subscribed streams are opened: with a key from the broker, or from the passphrase. Making a lock of a passphrase takes long, so it is asked
 * for once for each salt, and kept for the newest {@value #MOST} of them. Owned by the session.
 */
final class Locks {

    static final int MOST = 16;

    private final EndToEndMode mode;
    private final Map<ByteBuffer, Lock> locks = new LinkedHashMap<>();

    /** {@code made} is null while the shell makes it. */
    private record Lock(@Nullable StreamLock made) {}

    /** What a stream's description says of its key. */
    sealed interface Answer {
        record Open(FragmentOpener opener) implements Answer {}

        /** The lock is being made; {@link Locks#onMade} follows. */
        record Wait() implements Answer {}

        /** For people. */
        record No(String why) implements Answer {}
    }

    Locks(EndToEndMode mode) {
        this.mode = mode;
    }

    Answer ask(String producerId, StreamInfo stream, Consumer<? super ClientAction> out) {
        EndToEnd endToEnd = stream.metadata().endToEnd();
        if (endToEnd == null) {
            return mode == EndToEndMode.PASSPHRASE
                    ? new Answer.No("it is not encrypted end to end: to watch it, give no passphrase")
                    : new Answer.Open(new MediaOpener(stream.baseKey(), stream.epoch()));
        }
        if (mode == EndToEndMode.SEALED) {
            return new Answer.Open(new SealedFragments());
        }
        if (mode == EndToEndMode.NONE) {
            return new Answer.No("it is encrypted end to end: to watch it, give its passphrase (FRAMECAST_PASSPHRASE)");
        }
        ByteBuffer salt = ByteBuffer.wrap(endToEnd.salt());
        Lock lock = locks.get(salt);
        if (lock == null) {
            forgetOldest();
            locks.put(salt, new Lock(null));
            out.accept(new ClientAction.LockWanted(endToEnd.salt()));
            return new Answer.Wait();
        }
        StreamLock made = lock.made;
        if (made == null) {
            return new Answer.Wait();
        }
        return made.fits(endToEnd)
                ? new Answer.Open(new MediaOpener(made.baseKey(stream.baseKey(), producerId), stream.epoch()))
                : new Answer.No("it is encrypted with another passphrase");
    }

    void onMade(StreamLock lock) {
        locks.put(ByteBuffer.wrap(lock.announced().salt()), new Lock(lock));
    }

    private void forgetOldest() {
        if (locks.size() == MOST) {
            Iterator<ByteBuffer> oldest = locks.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }
}
