package io.framecast.broker.net;

import io.framecast.protocol.wire.HandshakeCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A flood of HELLOs on loopback, when the start-up cache is made ({@code -Dframecast.rehearsal}): the cache keeps the profiles of what ran
 * (JEP 515), so that a broker that is flooded soon after its start has that path compiled sooner.
 */
final class Rehearsal {
    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
    private static final int HELLOS = 100_000;
    private static final int AT_ONCE = 50;

    private Rehearsal() {}

    static void beginIfAsked(InetSocketAddress broker) {
        if (Boolean.getBoolean("framecast.rehearsal")) {
            Thread.ofVirtual().start(() -> flood(broker.getPort()));
        }
    }

    private static void flood(int port) {
        SplittableRandom random = new SplittableRandom();
        try (DatagramSocket socket = new DatagramSocket()) {
            InetSocketAddress to = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            for (int i = 0; i < HELLOS; i++) {
                byte[] salt = new byte[HandshakeCodec.RANDOM_BYTES];
                random.nextBytes(salt);
                ByteBuf hello = Unpooled.buffer();
                HandshakeCodec.encodeHello(hello, List.of(1), salt, new byte[0], 0);
                byte[] bytes = ByteBufUtil.getBytes(hello);
                socket.send(new DatagramPacket(bytes, bytes.length, to));
                if (i % AT_ONCE == 0) {
                    // The pace of the flood: the socket's queue is to be filled, not to overflow.
                    Thread.sleep(1);
                }
            }
        } catch (IOException e) {
            LOG.debug("no rehearsal: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
