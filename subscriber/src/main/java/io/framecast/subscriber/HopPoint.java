package io.framecast.subscriber;

import java.util.Locale;

/** Where on a frame's way its age is taken, in the order in which it gets there. */
enum HopPoint {
    /** Sealed at the producer. */
    ENCODED,
    /** The broker had the whole of it. */
    ARRIVED,
    /** The broker had sent the whole of it. */
    FORWARDED,
    /** Its first datagram came here. */
    RECEIVED,
    /** All of it is here. */
    COMPLETE,
    /** Its picture is decoded. */
    DECODED,
    /** Its picture is on the screen. */
    SHOWN;

    /** As statistics name it. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the age is the broker's word: a median over about a second, not one frame's. */
    boolean told() {
        return this == ENCODED || this == ARRIVED || this == FORWARDED;
    }
}
