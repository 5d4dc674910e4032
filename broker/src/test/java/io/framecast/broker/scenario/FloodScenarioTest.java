package io.framecast.broker.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.broker.core.BrokerAction;
import io.framecast.broker.core.BrokerConfig;
import io.framecast.broker.core.BrokerCore;
import io.framecast.broker.core.BrokerCounters;
import io.framecast.broker.core.BrokerLimits;
import io.framecast.broker.core.MediaOut;
import io.framecast.broker.core.SubscriberTable;
import io.framecast.broker.rights.Rights;
import io.framecast.protocol.wire.ControlHeader;
import io.framecast.protocol.wire.ControlType;
import io.framecast.protocol.wire.Forgery;
import io.framecast.sim.VirtualNetwork;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.net.InetSocketAddress;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Scenario 1: a million datagrams from peers that have no session. */
class FloodScenarioTest {

    private static final int DATAGRAMS = 1_000_000;
    private static final int SOURCES = 4096;

    private final long seed = new Random().nextInt(1 << 30);
    private final Random random = new Random(seed);
    private final long[] bytesIn = new long[SOURCES];
    private final long[] bytesOut = new long[SOURCES];
    private long mediaOut;
    private int excesses;

    @Test
    void aFloodOfSpoofedDatagramsGetsNoMoreThanItSentAndLeavesNothing() {
        UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true, true);
        byte[] key = new byte[32];
        random.nextBytes(key);
        MediaOut media = new MediaOut() {
            @Override
            public void fanOut(SubscriberTable rows, ByteBuf buffer, int offset, int length, int segmentBytes) {
                mediaOut++;
            }

            @Override
            public void sendTo(InetSocketAddress to, ByteBuf buffer, int offset, int length, int segmentBytes) {
                mediaOut++;
            }
        };
        BrokerConfig config =
                new BrokerConfig(key, new byte[0], BrokerLimits.DEFAULTS, 0, Set.of(), Set.of(), 0, random::nextBytes);
        long now = 0;
        long usedBefore = 0;
        try (BrokerCore core =
                new BrokerCore(config, new Rights(null, null, true, 0), memory, media, new BrokerCounters(), now)) {
            ByteBuf datagram = memory.directBuffer(1500);
            for (int i = 0; i < DATAGRAMS; i++) {
                if (i == DATAGRAMS / 10) {
                    usedBefore = used();
                }
                int source = random.nextInt(SOURCES);
                fill(datagram.clear());
                bytesIn[source] += datagram.readableBytes();
                core.onDatagram(datagram, address(source), now, this::onAction);
                now += 20_000;
                if ((i & 1023) == 0) {
                    core.onTimeout(now, this::onAction);
                }
            }
            datagram.release();

            assertEquals(0, excesses, "addresses that got more than they sent, seed " + seed);
            assertEquals(0, mediaOut, "media, seed " + seed);
            assertEquals(0, core.snapshot(now).sessions(), "sessions, seed " + seed);
            assertEquals(Long.MAX_VALUE, core.deadlineNanos(), "nothing is pending, seed " + seed);
            assertEquals(0, memory.metric().usedDirectMemory(), "buffers, seed " + seed);
            long grown = used() - usedBefore;
            assertTrue(grown < 4 << 20, "the heap has grown by " + grown + " bytes, seed " + seed);
        }
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** The last part of the address, one port each: many hosts of a few networks. */
    private static InetSocketAddress address(int source) {
        return VirtualNetwork.address(203, source >> 10, source >> 8 & 3, source & 255, 1024 + source);
    }

    private void onAction(BrokerAction action) {
        if (action instanceof BrokerAction.Send send) {
            int source = send.to().getPort() - 1024;
            bytesOut[source] += send.datagram().readableBytes();
            send.datagram().release();
            excesses += bytesOut[source] > bytesIn[source] ? 1 : 0;
        }
    }

    private void fill(ByteBuf out) {
        switch (random.nextInt(6)) {
            case 0 -> out.writeBytes(Forgery.hello(random, new byte[0], 0));
            case 1 -> out.writeBytes(Forgery.helloWithCookie(random, 200));
            case 2 -> out.writeBytes(Forgery.control(random));
            case 3 -> out.writeBytes(Forgery.media(random));
            case 4 -> {
                byte[] junk = new byte[16];
                random.nextBytes(junk);
                ControlHeader.write(out, ControlType.HELLO, 0, 0);
                out.writeBytes(junk).writeZero(random.nextInt(1184));
            }
            default -> {
                byte[] bytes = new byte[random.nextInt(1400)];
                random.nextBytes(bytes);
                out.writeBytes(bytes);
            }
        }
        // One in three is mutated on top.
        if (random.nextInt(3) == 0 && out.isReadable()) {
            for (int i = random.nextInt(4); i >= 0; i--) {
                out.setByte(random.nextInt(out.readableBytes()), random.nextInt());
            }
        }
    }
}
