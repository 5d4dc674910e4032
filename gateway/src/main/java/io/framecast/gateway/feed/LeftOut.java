package io.framecast.gateway.feed;

import java.util.Locale;

/** Why a viewer was not given a frame. */
enum LeftOut {
    /** Its connection was half full, and no other frame refers to this one. */
    DISCARDABLE,
    /** It lagged by more than a second: everything up to the next key picture. */
    LAGGING,
    /** A frame that this one refers to was left out. */
    REFERENCE,
    /** It joined too slowly: a newer key picture came first. */
    JOINING;

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
