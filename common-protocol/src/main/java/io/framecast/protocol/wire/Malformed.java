package io.framecast.protocol.wire;

/** Why a datagram was not accepted; each reason is a counter. */
public enum Malformed implements Decoded {
    /** Fewer bytes than the fixed header, or a length that points past the end. */
    TRUNCATED,
    /** The first byte is not ours. */
    NOT_FRAMECAST,
    /** Ours, but of a version that is not spoken. */
    VERSION,
    /** A packet type that is not known; ignored, it never closes a session. */
    UNKNOWN_TYPE,
    /** A mandatory (odd) TLV that is not known. */
    UNKNOWN_MANDATORY,
    /** A required TLV is absent. */
    MISSING_FIELD,
    /** A value outside its range, or a wrong length. */
    OUT_OF_RANGE,
    /** Header length, extensions, key phase, fragment index and count contradict each other. */
    BAD_HEADER,
    /** The seal does not open: another key, changed on the way, or forged. */
    NOT_AUTHENTIC,
    /** A packet number that was seen before, or is too old to tell. */
    REPLAYED
}
