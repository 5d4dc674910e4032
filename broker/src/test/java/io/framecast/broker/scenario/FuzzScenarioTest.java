package io.framecast.broker.scenario;

import static io.framecast.broker.scenario.Broadcast.MILLIS;
import static io.framecast.broker.scenario.Broadcast.SECONDS;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.session.ClientAction;
import io.framecast.protocol.wire.ControlType;
import io.framecast.protocol.wire.MediaHeader;
import io.framecast.protocol.wire.Mutation;
import io.framecast.sim.Link;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Scenario 16 of the table, between real machines: somebody on the wires changes, cuts, stretches, repeats and swallows packets of every
 * kind, over 10^5 in all. The parsers by themselves, behind the seals, are held in the tests of the wire format.
 */
class FuzzScenarioTest {

    private static final int MUTATED = 12_000;
    private static final int VIEWERS = 3;
    /** The first of them has no time to ask for what it loses, and gets REPAIR. */
    private static final int SHORT_MILLIS = 30;

    private static final int LONG_MILLIS = 300;
    private static final int MOST_STEPS = 300;
    private static final Set<Integer> KINDS = Set.of(
            ControlType.HELLO,
            ControlType.RETRY,
            ControlType.WELCOME,
            ControlType.SUBSCRIBE,
            ControlType.SUBSCRIBE_OK,
            ControlType.UNSUBSCRIBE,
            ControlType.LIST,
            ControlType.LIST_OK,
            ControlType.ANNOUNCE,
            ControlType.ANNOUNCE_OK,
            ControlType.END,
            ControlType.REPORT,
            ControlType.REPORT_ACK,
            ControlType.NACK,
            ControlType.NOTICE,
            ControlType.PING,
            ControlType.PONG,
            ControlType.PATH_CHALLENGE,
            ControlType.PATH_RESPONSE,
            MediaHeader.TYPE_DATA,
            MediaHeader.TYPE_REPAIR,
            MediaHeader.TYPE_PADDING);

    private final Map<Integer, Integer> mutated = new HashMap<>();
    private byte[] earlier = new byte[0];

    /** The packet, three times in four changed copies of it; a few are lost, some come again much later. */
    private List<byte[]> tamper(byte[] datagram, Random random) {
        List<byte[]> arriving = new ArrayList<>();
        int kind = datagram.length < 2 ? 0 : datagram[1] & 0xFF;
        boolean media = (kind & 0x80) != 0;
        if (random.nextInt(50) > 0) {
            arriving.add(datagram.clone());
        }
        for (int i = random.nextInt(media ? 2 : 4); i > 0; i--) {
            ByteBuf copy = Unpooled.buffer(2 * datagram.length + 64).writeBytes(datagram);
            Mutation.of(copy, random);
            arriving.add(ByteBufUtil.getBytes(copy));
            mutated.merge(kind, 1, Integer::sum);
        }
        if (random.nextInt(20) == 0) {
            arriving.add(earlier.clone());
            earlier = datagram.clone();
        }
        return arriving;
    }

    private int mutations() {
        return mutated.values().stream().mapToInt(Integer::intValue).sum();
    }

    @EachSeed
    void scenario16NothingThatComesOverTheWiresBreaksAMachine(long seed) {
        try (Broadcast broadcast = new Broadcast(seed)) {
            Random random = new Random(seed);
            broadcast.net.defaultLink(Link.ofMillis(10));
            broadcast.net.tamper(datagram -> tamper(datagram, random));
            Producer camera = broadcast.producer("camera", 0, Producer.Plan.of("cam"));
            camera.start();
            List<Viewer> viewers = new ArrayList<>();
            for (int i = 1; i <= VIEWERS; i++) {
                Viewer viewer = broadcast.viewer("viewer " + i, i);
                viewer.subscribe("cam", i == 1 ? SHORT_MILLIS : LONG_MILLIS);
                viewers.add(viewer);
            }
            for (int step = 0;
                    step < MOST_STEPS
                            && (mutations() < MUTATED || !mutated.keySet().containsAll(KINDS));
                    step++) {
                Viewer viewer = viewers.get(random.nextInt(VIEWERS));
                switch (random.nextInt(5)) {
                    case 0 -> viewer.unsubscribe("cam");
                    case 1 -> viewer.node.rebind(Broadcast.host(100 + step));
                    case 2 -> viewer.session.list("", broadcast.net.nowNanos(), viewer::onAction);
                    default -> {
                        if (!viewer.wants("cam")) {
                            viewer.subscribe("cam", viewer == viewers.getFirst() ? SHORT_MILLIS : LONG_MILLIS);
                        }
                    }
                }
                if (step % 6 == 5) {
                    long ending = broadcast.net.nowNanos();
                    camera.end();
                    broadcast.runUntil(30 * SECONDS, () -> camera.lastSaidNanos(ClientAction.Ended.class) >= ending);
                    camera.start();
                }
                broadcast.run(SECONDS / 2 + random.nextLong(SECONDS));
            }
            assertTrue(mutations() >= MUTATED, "seed " + seed);
            assertTrue(mutated.keySet().containsAll(KINDS), "of all kinds only " + mutated + ", seed " + seed);

            broadcast.net.tamper(List::of);
            for (Viewer viewer : viewers) {
                if (!viewer.wants("cam")) {
                    viewer.subscribe("cam");
                }
            }
            broadcast.run(10 * SECONDS);
            for (Viewer viewer : viewers) {
                long ago = broadcast.net.nowNanos() - viewer.lastSaidNanos(ClientAction.Deliver.class);
                assertTrue(ago < 200 * MILLIS, viewer.name + " has no picture, seed " + seed);
            }
        }
    }
}
