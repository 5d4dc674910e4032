package io.framecast.protocol.session;

import java.util.HashSet;
import java.util.Set;

/** Which of a session's numbered DROPs have come. What they say holds in any order; only the acknowledgement needs none missing. */
final class DropInbox {

    /** One further ahead is not acknowledged; the broker has fewer open and repeats it. */
    static final int WINDOW = 256;

    private final Set<Long> early = new HashSet<>();
    private long seen;

    void onDrop(long number) {
        long ahead = number - seen;
        if (ahead <= 0 || ahead > WINDOW) {
            return;
        }
        early.add(number);
        while (early.remove(seen + 1)) {
            seen++;
        }
    }

    /** The number up to which none is missing. */
    long seen() {
        return seen;
    }
}
