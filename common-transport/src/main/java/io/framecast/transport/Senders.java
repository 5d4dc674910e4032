package io.framecast.transport;

import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The address objects of who sent of late, so that a datagram makes none: each address has one place, which the last of those that
 * share it has. Owned by one event loop.
 */
final class Senders {
    private static final int PLACES = 4096;

    private final @Nullable InetSocketAddress[] addresses = new @Nullable InetSocketAddress[PLACES];
    private final long[] words = new long[3 * PLACES];

    /** Of the sockaddr at {@code at}. */
    InetSocketAddress of(MemorySegment names, long at) {
        long word = Sockaddr.word(names, at);
        long high = Sockaddr.v6Word(names, at, 0);
        long low = Sockaddr.v6Word(names, at, 1);
        long mixed = (word ^ Long.rotateLeft(high, 21) ^ Long.rotateLeft(low, 42)) * 0x9E37_79B9_7F4A_7C15L;
        int place = (int) (mixed >>> 52);
        InetSocketAddress address = addresses[place];
        int at3 = 3 * place;
        if (address == null || words[at3] != word || words[at3 + 1] != high || words[at3 + 2] != low) {
            address = Sockaddr.read(names, at);
            addresses[place] = address;
            words[at3] = word;
            words[at3 + 1] = high;
            words[at3 + 2] = low;
        }
        return address;
    }
}
