package io.framecast.protocol.wire;

/** The numbers of the control packets: the second byte of the header. */
public final class ControlType {

    public static final int HELLO = 0x01;
    public static final int RETRY = 0x02;
    public static final int WELCOME = 0x03;
    public static final int VERSIONS = 0x04;
    public static final int NO_SESSION = 0x05;
    public static final int CLOSE = 0x06;

    public static final int SUBSCRIBE = 0x10;
    public static final int SUBSCRIBE_OK = 0x11;
    public static final int UPDATE = 0x12;
    public static final int UPDATE_OK = 0x13;
    public static final int UNSUBSCRIBE = 0x14;
    public static final int LIST = 0x16;
    public static final int LIST_OK = 0x17;
    public static final int ANNOUNCE = 0x18;
    public static final int ANNOUNCE_OK = 0x19;
    public static final int END = 0x1a;
    public static final int ERROR = 0x1b;

    public static final int REPORT = 0x20;
    public static final int REPORT_ACK = 0x21;
    public static final int NACK = 0x22;
    public static final int DROP = 0x23;
    public static final int KEY_REQUEST = 0x24;

    public static final int PING = 0x30;
    public static final int PONG = 0x31;
    public static final int PATH_CHALLENGE = 0x32;
    public static final int PATH_RESPONSE = 0x33;

    public static final int NOTICE = 0x40;

    private ControlType() {}
}
