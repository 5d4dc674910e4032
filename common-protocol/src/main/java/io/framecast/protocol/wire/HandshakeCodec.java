package io.framecast.protocol.wire;

import io.framecast.protocol.wire.Handshake.Hello;
import io.framecast.protocol.wire.Handshake.NoSession;
import io.framecast.protocol.wire.Handshake.Retry;
import io.framecast.protocol.wire.Handshake.Versions;
import io.framecast.protocol.wire.Handshake.Welcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;

/** The unsealed packets to datagrams and back. */
public final class HandshakeCodec {

    public static final int HELLO_BYTES = 1200;
    public static final int RANDOM_BYTES = 16;
    public static final int KEY_BYTES = 32;
    public static final int PIN_BYTES = 16;

    /** Where a HELLO of {@link #encodeHello} that offers one version has its cookie; others may have it elsewhere. */
    public static final int COOKIE_AT = 40;

    /** The two bytes that a cookie begins with: its type as a varint. */
    public static final int COOKIE_TYPE = 0x4000 | TlvType.COOKIE;

    /** An ephemeral key and a tag: what a Noise message has beside its payload. */
    public static final int NOISE_BYTES = 48;

    private HandshakeCodec() {}

    /**
     * Appends a HELLO up to its Noise message, whose bytes the caller appends; what was written is the prologue of the
     * handshake. Without a message (the first HELLO) the whole datagram is written.
     *
     * @param random 16 bytes
     * @param cookie from the RETRY; empty in the first HELLO
     * @param noiseMessageBytes 0, or {@link #NOISE_BYTES} + the length of the encoded {@link Handshake.HelloBody}, which does
     *     not depend on the proof's value
     * @throws IllegalArgumentException when it does not fit
     */
    public static void encodeHello(
            ByteBuf out, List<Integer> versions, byte[] random, byte[] cookie, int noiseMessageBytes) {
        encodeHello(out, versions, random, cookie, noiseMessageBytes, 0);
    }

    /** The same with an unknown TLV among the others; {@code grease}: random, 0 for none. */
    public static void encodeHello(
            ByteBuf out, List<Integer> versions, byte[] random, byte[] cookie, int noiseMessageBytes, long grease) {
        int start = out.writerIndex();
        ControlHeader.write(out, ControlType.HELLO, 0, 0);
        versions(out, versions);
        Tlv.bytes(out, TlvType.RANDOM, random);
        Tlv.bytesUnlessEmpty(out, TlvType.COOKIE, cookie);
        if (grease != 0) {
            Tlv.grease(out, grease);
        }
        int noiseBytes = noiseMessageBytes == 0 ? 0 : 4 + noiseMessageBytes;
        int padding = HELLO_BYTES - (out.writerIndex() - start) - noiseBytes;
        if (padding < 2) {
            out.writerIndex(start);
            throw new IllegalArgumentException("a Noise message of " + noiseMessageBytes + " bytes is too long");
        }
        Tlv.padding(out, padding);
        if (noiseMessageBytes > 0) {
            Varint.write(out, TlvType.NOISE);
            Varint.write(out, noiseMessageBytes, 2);
        }
    }

    /** Appends the datagram. A {@link Hello} with a message is written from its prologue and its message. */
    public static void encode(Handshake packet, ByteBuf out) {
        switch (packet) {
            case Hello first
            when first.noiseMessage().length == 0 ->
                encodeHello(out, first.versions(), first.random(), first.cookie(), 0);
            case Hello hello -> {
                out.writeBytes(hello.prologue());
                out.writeBytes(hello.noiseMessage());
            }
            case Retry retry -> {
                ControlHeader.write(out, ControlType.RETRY, 0, 0);
                Tlv.bytes(out, TlvType.RANDOM, retry.random());
                Tlv.bytes(out, TlvType.STATIC_KEY, retry.staticKey());
                Tlv.bytesUnlessEmpty(out, TlvType.PIN, retry.pin());
                Tlv.bytes(out, TlvType.COOKIE, retry.cookie());
            }
            case Welcome welcome -> {
                ControlHeader.write(out, ControlType.WELCOME, welcome.sessionId(), 0);
                Tlv.bytes(out, TlvType.RANDOM, welcome.random());
                Tlv.bytes(out, TlvType.NOISE, welcome.noiseMessage());
            }
            case Versions versions -> {
                ControlHeader.write(out, ControlType.VERSIONS, 0, 0);
                Tlv.bytes(out, TlvType.RANDOM, versions.random());
                versions(out, versions.versions());
            }
            case NoSession none -> ControlHeader.write(out, ControlType.NO_SESSION, none.sessionId(), 0);
        }
    }

    private static void versions(ByteBuf out, List<Integer> versions) {
        int begun = Tlv.begin(out, TlvType.VERSIONS);
        for (int version : versions) {
            Varint.write(out, version);
        }
        Tlv.end(out, begun);
    }

    /**
     * Reads the readable bytes as one datagram and leaves the indices alone. Never throws. HELLO and VERSIONS are read whatever
     * the version in their first byte: they have the same form in all of them.
     */
    public static Decoded decode(ByteBuf datagram) {
        int at = datagram.readerIndex();
        int length = datagram.readableBytes();
        Malformed malformed = ControlHeader.check(datagram, at, length);
        if (malformed != null && malformed != Malformed.VERSION) {
            return malformed;
        }
        if (length < ControlHeader.BYTES) {
            return Malformed.TRUNCATED;
        }
        if (length > Limits.CONTROL_BYTES) {
            return Malformed.OUT_OF_RANGE;
        }
        int type = ControlHeader.type(datagram, at);
        if (malformed != null && type != ControlType.HELLO && type != ControlType.VERSIONS) {
            return malformed;
        }
        if (type == ControlType.HELLO && length < HELLO_BYTES) {
            return Malformed.TRUNCATED;
        }
        Fields f = Fields.scan(datagram, at + ControlHeader.BYTES, at + length);
        Decoded packet = switch (type) {
            case ControlType.HELLO -> hello(datagram, at, f);
            case ControlType.RETRY ->
                new Retry(
                        f.bytes(TlvType.RANDOM, RANDOM_BYTES),
                        f.bytes(TlvType.STATIC_KEY, KEY_BYTES),
                        f.bytesOrNone(TlvType.PIN, PIN_BYTES),
                        f.someBytes(TlvType.COOKIE, Limits.COOKIE_BYTES));
            case ControlType.WELCOME ->
                new Welcome(
                        ControlHeader.sessionId(datagram, at),
                        f.bytes(TlvType.RANDOM, RANDOM_BYTES),
                        f.someBytes(TlvType.NOISE, Limits.CONTROL_BYTES));
            case ControlType.VERSIONS -> new Versions(f.bytes(TlvType.RANDOM, RANDOM_BYTES), versions(f));
            case ControlType.NO_SESSION -> new NoSession(ControlHeader.sessionId(datagram, at));
            default -> Malformed.UNKNOWN_TYPE;
        };
        Malformed problem = f.problem();
        return problem != null && !(packet instanceof Malformed) ? problem : packet;
    }

    private static Decoded hello(ByteBuf in, int at, Fields f) {
        int prologueBytes = 0;
        if (f.has(TlvType.NOISE)) {
            prologueBytes = f.at(TlvType.NOISE) - at;
            if (prologueBytes + f.length(TlvType.NOISE) != HELLO_BYTES) {
                return Malformed.BAD_HEADER;
            }
        }
        return new Hello(
                versions(f),
                f.bytes(TlvType.RANDOM, RANDOM_BYTES),
                f.someBytesOrNone(TlvType.COOKIE, Limits.COOKIE_BYTES),
                ByteBufUtil.getBytes(in, at, prologueBytes),
                f.someBytesOrNone(TlvType.NOISE, HELLO_BYTES));
    }

    private static List<Integer> versions(Fields f) {
        List<Integer> versions =
                f.packed(TlvType.VERSIONS, Limits.VERSIONS, item -> (int) item.varint(0, Integer.MAX_VALUE));
        if (versions.isEmpty()) {
            f.report(Malformed.MISSING_FIELD);
        }
        return versions;
    }
}
