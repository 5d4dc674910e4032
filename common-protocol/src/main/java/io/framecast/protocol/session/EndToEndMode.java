package io.framecast.protocol.session;

/** Which streams a client takes. */
public enum EndToEndMode {
    /** Only those whose key the broker has. */
    NONE,
    /** Only those that are encrypted with its passphrase. */
    PASSPHRASE,
    /**
     * All; it has no passphrase and passes on those that are encrypted end to end. Their frames, the catalog's on track 0 among them, are the
     * header of the first fragment and the sealed bytes of all of them.
     */
    SEALED
}
