package io.framecast.protocol.wire;

/** Sizes that both sides hold each other to; what is beyond them is {@link Malformed#OUT_OF_RANGE}. */
public final class Limits {

    /** A control datagram, header and tag included. */
    public static final int CONTROL_BYTES = 1200;

    /** The TLVs of a control packet: what is left between header and tag. */
    public static final int BODY_BYTES = CONTROL_BYTES - ControlHeader.BYTES - ControlHeader.TAG_BYTES;

    /** A {@link Handshake.HelloBody}: a HELLO less its header, TLVs and what Noise adds. */
    public static final int HELLO_BODY_BYTES = 1048;

    /** A {@link Handshake.WelcomeBody}. */
    public static final int WELCOME_BODY_BYTES = 1100;

    /** A cookie is opaque to clients; ours has 20 bytes. */
    public static final int COOKIE_BYTES = 32;

    /** Versions in a HELLO or VERSIONS. */
    public static final int VERSIONS = 8;

    public static final int METADATA_BYTES = 512;
    public static final int TITLE_BYTES = 200;
    public static final int TAGS = 16;
    public static final int TAG_BYTES = 64;
    public static final int CODEC_BYTES = 64;

    /** Of a passphrase, and of what tells whether it is the right one. */
    public static final int SALT_BYTES = 16;

    public static final int CHECK_BYTES = 16;
    public static final int TOKEN_BYTES = 900;
    public static final int DETAIL_BYTES = 200;
    public static final int LATENCY_MILLIS = 600_000;
    public static final int RETRY_MILLIS = 600_000;

    /** S: the UDP payload of every fragment of a stream but a frame's last one. The upper bound leaves room for a REPAIR with its trailer. */
    public static final int MIN_FRAGMENT_BYTES = 256;

    public static final int MAX_FRAGMENT_BYTES = 65_507 - MediaHeader.TRAILER_BYTES - RepairHeader.EXTRA_BYTES;

    /** Lanes of one stream, and so lane starts in one list. */
    public static final int LANES_PER_STREAM = 32;

    /** Lane reports, lane positions or clocks in one list, and ids in one list; {@link #BODY_BYTES} is often reached earlier. */
    public static final int LIST_ITEMS = 64;

    /** Ranges in one NACK. */
    public static final int NACK_RANGES = 128;

    /** Streams on one page of a LIST_OK; {@link #BODY_BYTES} is often reached earlier. */
    public static final int STREAMS_PER_PAGE = 64;

    /** Lane = track &lt;&lt; 3 | temporal id. */
    public static final int MAX_LANE = (255 << 3) | 7;

    private Limits() {}
}
