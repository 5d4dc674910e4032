package io.framecast.broker.core;

import io.framecast.protocol.crypto.Cookie;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The WELCOMEs of the last 11 s by client ephemeral and address: a HELLO that is repeated because its WELCOME was lost gets the same
 * bytes again, and costs neither a second session nor public-key work. Kept for longer than any cookie lives (which counts whole
 * seconds): a HELLO that somebody replays would else open a session in the place of its sender's. Bounded; the oldest go first.
 */
final class WelcomeCache {

    static final long KEPT_NANOS = (Cookie.LIFE_SECONDS + 1) * 1_000_000_000L;
    private static final int EPHEMERAL_BYTES = 32;

    private record Key(InetSocketAddress from, ByteBuffer ephemeral) {}

    /** {@code welcome}: null while the answer is not known yet. */
    private static final class Entry {
        private final long sinceNanos;
        private byte @Nullable [] welcome;

        private Entry(long sinceNanos) {
            this.sinceNanos = sinceNanos;
        }
    }

    private final Map<Key, Entry> entries = new LinkedHashMap<>();
    private final int most;

    WelcomeCache(int most) {
        this.most = most;
    }

    /** Whether this handshake was begun before: it is not begun again. */
    boolean knows(InetSocketAddress from, byte[] noiseMessage, long nowNanos) {
        onTimeout(nowNanos);
        return entries.containsKey(key(from, noiseMessage));
    }

    byte @Nullable [] find(InetSocketAddress from, byte[] noiseMessage) {
        Entry entry = entries.get(key(from, noiseMessage));
        return entry == null ? null : entry.welcome;
    }

    void begin(InetSocketAddress from, byte[] noiseMessage, long nowNanos) {
        if (entries.size() >= most) {
            Iterator<Entry> oldest = entries.values().iterator();
            oldest.next();
            oldest.remove();
        }
        entries.put(key(from, noiseMessage), new Entry(nowNanos));
    }

    void put(InetSocketAddress from, byte[] noiseMessage, byte[] welcome) {
        Entry entry = entries.get(key(from, noiseMessage));
        if (entry != null) {
            entry.welcome = welcome;
        }
    }

    /** Forgets what is too old. */
    void onTimeout(long nowNanos) {
        Iterator<Entry> oldest = entries.values().iterator();
        while (oldest.hasNext() && nowNanos - oldest.next().sinceNanos >= KEPT_NANOS) {
            oldest.remove();
        }
    }

    /** When the oldest is too old; {@link Long#MAX_VALUE}: there is none. */
    long deadlineNanos() {
        Iterator<Entry> oldest = entries.values().iterator();
        return oldest.hasNext() ? oldest.next().sinceNanos + KEPT_NANOS : Long.MAX_VALUE;
    }

    private static Key key(InetSocketAddress from, byte[] noiseMessage) {
        return new Key(from, ByteBuffer.wrap(Arrays.copyOf(noiseMessage, EPHEMERAL_BYTES)));
    }
}
