package io.framecast.protocol.wire;

/**
 * The numbers of the TLVs: one registry for all packets. Version 1 has even ones only, so every odd one is unknown and
 * mandatory. Numbers that are 26 modulo 32 are never assigned: they are there to be greased (RFC 9170 §3.3).
 */
final class TlvType {

    static final int PADDING = 0x00;

    static final int REQUEST = 0x02;
    static final int PRODUCER_ID = 0x04;
    static final int LATENCY_MILLIS = 0x06;
    static final int RECEIVE_BUFFER_BYTES = 0x08;
    static final int PREFIX = 0x0a;
    static final int AFTER = 0x0c;
    static final int OWNER = 0x0e;
    static final int BASE_KEY = 0x10;
    static final int FRAGMENT_BYTES = 0x12;
    static final int METADATA = 0x14;
    static final int LANE_STARTS = 0x16;
    static final int TOKEN = 0x18;
    static final int STREAM = 0x1c;
    static final int ALIAS = 0x1e;
    static final int STREAM_ENTRY = 0x20;
    static final int MORE = 0x22;
    static final int ERROR_CODE = 0x24;
    static final int DETAIL = 0x26;
    static final int END_REASON = 0x28;

    static final int NOTICE_NUMBER = 0x2a;
    static final int UP = 0x2c;
    static final int DOWN = 0x2e;
    static final int SWITCHED = 0x30;
    static final int GO_AWAY = 0x32;

    static final int SENT_NANOS = 0x34;
    static final int LEASE_NONCE = 0x36;
    static final int NOTICES_SEEN = 0x38;
    static final int RECEIVED = 0x3c;
    static final int PUBLISHED = 0x3e;
    static final int SUBSCRIBED = 0x40;
    static final int HOLD_NANOS = 0x42;
    static final int BROKER_MICROS = 0x44;
    static final int UNKNOWN = 0x46;
    static final int CONTIGUOUS = 0x48;
    static final int CLOCKS = 0x4a;

    static final int LANE = 0x4c;
    static final int MISSING = 0x4e;
    static final int GONE = 0x50;
    static final int DROP_REASON = 0x52;
    static final int TRACK = 0x54;
    static final int PATH_TOKEN = 0x56;
    static final int CLOSE_REASON = 0x58;
    static final int RETRY_MILLIS = 0x5c;
    static final int EPOCH = 0x5e;

    static final int TITLE = 0x60;
    static final int TAG = 0x62;
    static final int CODEC = 0x64;
    static final int WIDTH = 0x66;
    static final int HEIGHT = 0x68;
    static final int MILLI_FPS = 0x6a;
    static final int BITRATE = 0x6c;
    static final int VIEWERS = 0x6e;
    static final int SINCE_SECONDS = 0x70;

    static final int RANDOM = 0x72;
    static final int VERSIONS = 0x74;
    static final int COOKIE = 0x76;
    static final int STATIC_KEY = 0x78;
    static final int PIN = 0x7c;
    static final int NOISE = 0x7e;
    static final int PROOF = 0x80;
    static final int CAPABILITIES = 0x82;
    static final int MESSAGE = 0x84;
    static final int SESSION_ID = 0x86;

    static final int VIEWED = 0x88;
    static final int DROPS_SEEN = 0x8a;
    static final int ENCODED = 0x8c;
    static final int HOPS = 0x8e;
    static final int DROP_NUMBER = 0x90;
    static final int LEVEL = 0x92;
    static final int END_TO_END = 0x94;

    /** Above the highest number of the table. */
    static final int END = 0x96;

    private TlvType() {}

    static boolean isGrease(long type) {
        return (type & 31) == 26;
    }
}
