package io.framecast.protocol.wire;

import io.netty.buffer.ByteBuf;
import java.util.Random;

/** What the network, or someone on it, does to a datagram. */
public final class Mutation {

    private Mutation() {}

    /** Changes, cuts, repeats or inserts some of the readable bytes. */
    public static void of(ByteBuf b, Random random) {
        for (int times = 1 + random.nextInt(3); times > 0 && b.isReadable(); times--) {
            int at = random.nextInt(b.writerIndex());
            switch (random.nextInt(5)) {
                case 0 -> b.setByte(at, random.nextInt(256));
                case 1 -> b.setByte(at, b.getByte(at) ^ (1 << random.nextInt(8)));
                case 2 -> b.writerIndex(at);
                case 3 -> b.writeBytes(b.copy(at, Math.min(8, b.writerIndex() - at)));
                default -> {
                    ByteBuf rest = b.copy(at, b.writerIndex() - at);
                    b.writerIndex(at).writeByte(random.nextInt(256)).writeBytes(rest);
                }
            }
        }
    }
}
