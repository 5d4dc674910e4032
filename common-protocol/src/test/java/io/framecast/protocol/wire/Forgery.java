package io.framecast.protocol.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Random;

/** Datagrams that anybody can make, who has no session: nothing in them is true but their shape. */
public final class Forgery {

    public static final int COOKIE_BYTES = 20;

    private static final int VERSION = 1;

    private Forgery() {}

    /** A HELLO with a random number of its own, and zeros for its Noise message. */
    public static byte[] hello(Random random, byte[] cookie, int noiseBytes) {
        byte[] number = new byte[HandshakeCodec.RANDOM_BYTES];
        random.nextBytes(number);
        ByteBuf hello = Unpooled.buffer();
        HandshakeCodec.encodeHello(hello, List.of(VERSION), number, cookie, noiseBytes);
        return ByteBufUtil.getBytes(hello.writeZero(noiseBytes));
    }

    /** A HELLO with a cookie that nobody gave out. */
    public static byte[] helloWithCookie(Random random, int noiseBytes) {
        byte[] cookie = new byte[COOKIE_BYTES];
        random.nextBytes(cookie);
        return hello(random, cookie, noiseBytes);
    }

    /** A control packet of any type, session and length. */
    public static byte[] control(Random random) {
        ByteBuf packet = Unpooled.buffer();
        ControlHeader.write(packet, random.nextInt(128), random.nextLong(), random.nextInt());
        return ByteBufUtil.getBytes(packet.writeZero(random.nextInt(1184)));
    }

    /** Media of one of a thousand streams. */
    public static byte[] media(Random random) {
        ByteBuf media = Unpooled.buffer();
        MediaHeader.write(
                media,
                MediaHeader.TYPE_DATA,
                0,
                random.nextInt(1000),
                1,
                0,
                1,
                0,
                random.nextInt(),
                random.nextInt(),
                0,
                1,
                0);
        return ByteBufUtil.getBytes(media.writeZero(random.nextInt(1200)));
    }
}
