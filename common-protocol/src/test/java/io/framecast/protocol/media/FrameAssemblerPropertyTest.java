package io.framecast.protocol.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.crypto.MediaOpener;
import io.framecast.protocol.crypto.MediaSealer;
import io.framecast.protocol.wire.MediaHeader;
import io.framecast.sim.Checker;
import io.framecast.sim.EventLog;
import io.framecast.sim.SampleStream;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Random streams through random loss, reordering, duplication and corruption. */
class FrameAssemblerPropertyTest {

    private static final long MILLI = 1_000_000L;
    private static final long MAX_WAIT = 120 * MILLI;

    private record Sent(byte[] bytes, long atNanos, int frame) {}

    private record Facts(boolean key, boolean discardable, int gopDistance, boolean whole) {}

    @Test
    void everyDeliveredFrameIsAPublishedOneInOrderNeverTwiceAndDecodable() {
        for (long seed = 1; seed <= 150; seed++) {
            run(seed);
        }
    }

    private static void run(long seed) {
        Random random = new Random(seed);
        int fragmentBytes = 60 + random.nextInt(400);
        int firstFrame = random.nextInt(4) == 0 ? -random.nextInt(50) : random.nextInt();
        byte[] baseKey = new byte[32];
        random.nextBytes(baseKey);
        Packetizer packetizer = new Packetizer(
                1,
                fragmentBytes,
                random.nextInt(4) == 0 ? -random.nextInt(200) : random.nextInt(),
                firstFrame,
                new MediaSealer(baseKey),
                SampleStream.UNTRACKED);
        double loss = random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.1;
        double held = random.nextDouble() * 0.3;
        long holdNanos = random.nextInt(2 * (int) MAX_WAIT);
        EventLog log = new EventLog();
        Map<Integer, Facts> facts = new HashMap<>();
        List<Sent> sent = new ArrayList<>();
        long now = random.nextLong() >> 1;
        for (int i = 0; i < 150; i++) {
            now += 20 * MILLI;
            boolean key = i == 0 || random.nextInt(20) == 0;
            boolean discardable = !key && random.nextInt(3) == 0;
            byte[] payload = new byte[1 + random.nextInt(key ? 8_000 : 1_500)];
            random.nextBytes(payload);
            PacketizedFrame frame = packetizer.packetize(3, i / 40, key, discardable, i, payload);
            log.published("s", 1, frame.number(), key, discardable, i, payload, now);
            boolean whole = true;
            for (int f = 0; f < frame.count(); f++) {
                byte[] datagram = ByteBufUtil.getBytes(frame.memory(), frame.offset(f), frame.bytes(f));
                if (random.nextDouble() < loss) {
                    whole = false;
                    continue;
                }
                long late = random.nextDouble() < held ? random.nextLong(holdNanos + 1) : 0;
                sent.add(new Sent(datagram, now + f * 1_000L + late, frame.number()));
                if (random.nextInt(10) == 0) {
                    sent.add(new Sent(datagram, now + f * 1_000L + random.nextLong(holdNanos + 1), frame.number()));
                }
                if (random.nextInt(20) == 0) {
                    byte[] corrupt = datagram.clone();
                    corrupt[8 + random.nextInt(corrupt.length - 8)] ^= (byte) (1 << random.nextInt(8));
                    sent.add(new Sent(corrupt, now + f * 1_000L + random.nextLong(holdNanos + 1), frame.number()));
                }
            }
            facts.put(frame.number(), new Facts(key, discardable, frame.gopDistance(), whole));
            frame.release();
        }
        long origin = now;
        sent.sort((a, b) -> Long.compare(a.atNanos() - origin, b.atNanos() - origin));

        MediaOpener opener = new MediaOpener(baseKey, 0);
        FrameAssembler assembler = new FrameAssembler(
                1, firstFrame, fragmentBytes, MAX_WAIT, Packetizer.MAX_FRAME_BYTES, new FrameMemory());
        long[] at = {0};
        List<Frame> delivered = new ArrayList<>();
        for (Sent datagram : sent) {
            while (assembler.deadlineNanos() != Long.MAX_VALUE && assembler.deadlineNanos() - datagram.atNanos() <= 0) {
                at[0] = assembler.deadlineNanos();
                assembler.onTimeout(at[0], frame -> take(log, delivered, frame, at[0]));
            }
            at[0] = datagram.atNanos();
            if (MediaHeader.check(Unpooled.wrappedBuffer(datagram.bytes()), 0, datagram.bytes().length) == null) {
                assembler.onFragment(
                        Unpooled.wrappedBuffer(datagram.bytes()),
                        0,
                        datagram.bytes().length,
                        opener,
                        at[0],
                        frame -> take(log, delivered, frame, at[0]));
            }
        }
        while (assembler.deadlineNanos() != Long.MAX_VALUE) {
            at[0] = assembler.deadlineNanos();
            assembler.onTimeout(at[0], frame -> take(log, delivered, frame, at[0]));
        }

        Checker.assertHolds(log, seed);
        assertDecodable(delivered, facts, seed);
        if (loss == 0 && (held == 0 || holdNanos + 6 * MILLI < MAX_WAIT)) {
            assertEquals(150, delivered.size(), "nothing was lost or too late, seed " + seed);
        }
        long passed = assembler.frames() + assembler.framesBroken() + assembler.framesSkipped();
        assertEquals(assembler.nextFrame() - Integer.toUnsignedLong(firstFrame), passed, "seed " + seed);
        assertTrue(assembler.heldBytes() >= 0, "seed " + seed);
    }

    private static void take(EventLog log, List<Frame> delivered, Frame frame, long nowNanos) {
        delivered.add(frame);
        log.delivered("v", "s", frame, nowNanos);
    }

    /** Whatever a delivered frame may refer to was delivered before it. */
    private static void assertDecodable(List<Frame> delivered, Map<Integer, Facts> facts, long seed) {
        Set<Integer> got = new HashSet<>();
        for (Frame frame : delivered) {
            int number = (int) frame.number();
            for (int back = 1; back <= frame.gopDistance() && back < Packetizer.FAR_FROM_KEY; back++) {
                Facts needed = facts.get(number - back);
                assertTrue(
                        needed == null || needed.discardable() || got.contains(number - back),
                        "frame " + number + " needs " + (number - back) + ", seed " + seed);
            }
            got.add(number);
        }
    }
}
