package io.framecast.protocol.repair;

import io.framecast.protocol.crypto.MediaOpener;
import io.framecast.protocol.media.FrameAssembler;
import io.framecast.protocol.media.FrameMemory;
import io.framecast.protocol.media.PacketizedFrame;
import io.framecast.protocol.media.Packetizer;
import io.framecast.protocol.time.ClockFilter;
import io.framecast.protocol.wire.ControlPacket.SequenceRange;
import io.framecast.protocol.wire.MediaHeader;
import io.framecast.sim.EventLog;
import io.framecast.sim.Link;
import io.framecast.sim.Node;
import io.framecast.sim.SampleStream;
import io.framecast.sim.VirtualNetwork;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;

/** A sender with a ring and a receiver with tracker and assembler; questions go back over a path that loses as much. */
final class RepairedLane {

    private static final long MILLI = 1_000_000L;
    private static final InetSocketAddress SENDER = VirtualNetwork.address(10, 0, 0, 1, 5000);
    private static final InetSocketAddress RECEIVER = VirtualNetwork.address(10, 0, 0, 2, 6000);
    private static final int FRAGMENT = 120;
    private static final int PAYLOAD = FRAGMENT - 48;
    private static final long START = Long.MAX_VALUE - 5_000 * MILLI;

    private final EventLog log = new EventLog();
    private final VirtualNetwork network;
    private final SampleStream stream;
    private final RetransmitRing ring = new RetransmitRing(SampleStream.UNTRACKED, FRAGMENT, 4 << 20, 1 << 20);
    private final LossTracker tracker;
    private final FrameAssembler assembler;
    private final MediaOpener opener;
    private final ClockFilter clock = new ClockFilter();
    private final Node sender;
    private final Node receiver;
    private final Link link;
    private boolean independent;
    private int framesSent;
    private long sent;
    private long repairsSent;
    private long repairsSentEarly;
    private long endNanos;

    RepairedLane(long seed, Link link, long budgetNanos, long firstNumber) {
        network = new VirtualNetwork(seed, START);
        network.link(SENDER, RECEIVER, link);
        // A burst is a few packets of media long, which is milliseconds: questions are too far apart to share one.
        network.link(RECEIVER, SENDER, link.withLoss(link.lossRatio(), 1));
        this.link = link;
        int first = (int) firstNumber;
        stream = new SampleStream(seed, 1, FRAGMENT, first, first);
        tracker = new LossTracker(first, budgetNanos);
        assembler = new FrameAssembler(1, first, FRAGMENT, budgetNanos, Packetizer.MAX_FRAME_BYTES, new FrameMemory());
        opener = stream.opener();
        sender = network.node(SENDER, this::onQuestion);
        receiver = network.node(RECEIVER, this::onMedia)
                .machine(tracker::deadlineNanos, this::ask)
                .machine(
                        assembler::deadlineNanos,
                        now -> assembler.onTimeout(now, frame -> log.delivered("v", "s", frame, now)));
        long roundTrip = 2 * link.latencyNanos();
        clock.onExchange(START, 0, 0, START + roundTrip);
    }

    /** Marks every frame as a key frame, sizes unchanged: what is missing then was broken itself. */
    RepairedLane independent() {
        independent = true;
        return this;
    }

    void blackhole(long fromNanos, long toNanos) {
        network.at(START + fromNanos, () -> network.blackhole(RECEIVER, true));
        network.at(START + toNanos, () -> network.blackhole(RECEIVER, false));
    }

    EventLog run(int seconds) {
        int frames = seconds * 30;
        network.every(1_000 * MILLI / 30, () -> {
            sendFrame();
            return framesSent < frames;
        });
        network.runFor(seconds * 1_000L * MILLI + link.latencyNanos() + 1_000 * MILLI);
        endNanos = START + seconds * 1_000L * MILLI - 500 * MILLI;
        ring.clear();
        return log;
    }

    private void sendFrame() {
        boolean key = framesSent % 60 == 0;
        PacketizedFrame frame = stream.next(key || independent, false, (key ? 130 : 13) * PAYLOAD);
        log.published(
                "s",
                1,
                frame.number(),
                frame.key(),
                false,
                frame.captureMicros(),
                stream.payload(frame.number()),
                network.nowNanos());
        for (int i = 0; i < frame.count(); i++) {
            ring.put(frame.memory(), frame.offset(i), frame.bytes(i));
        }
        frame.release();
        framesSent++;
        // In runs of eight, a millisecond apart, as fan-out does.
        int end = stream.packetizer().nextSequence();
        int at = frame.firstSequence();
        for (int chunk = 0; at != end; chunk++, at += Math.min(8, end - at)) {
            int from = at;
            network.after(chunk * MILLI, () -> {
                Slot run = ring.run(from, 8);
                if (run != null) {
                    sent += run.count();
                    sender.send(RECEIVER, run.memory(), run.offset(), run.length(), run.segmentBytes());
                }
            });
        }
        network.after(20 * MILLI + 17 * MILLI * (key ? 1 : 0), () -> {
            ByteBuf padding = Unpooled.buffer();
            MediaHeader.write(padding, MediaHeader.TYPE_PADDING, 0, 7, 1, 0, 0, 0, ring.newestSequence(), 0, 0, 0, 0);
            sender.send(RECEIVER, padding);
        });
    }

    private void onMedia(ByteBuf datagram, InetSocketAddress from, long nowNanos) {
        int at = datagram.readerIndex();
        int length = datagram.readableBytes();
        if (MediaHeader.check(datagram, at, length) != null) {
            return;
        }
        if (MediaHeader.type(datagram, at) == MediaHeader.TYPE_PADDING) {
            tracker.onPadding(MediaHeader.sequence(datagram, at), nowNanos);
            return;
        }
        int sequence = MediaHeader.sequence(datagram, at);
        var opened = assembler.onFragment(
                datagram, at, length, opener, nowNanos, frame -> log.delivered("v", "s", frame, nowNanos));
        if (opened.believable()) {
            tracker.onSequence(sequence, nowNanos);
        }
    }

    private void ask(long nowNanos) {
        tracker.onTimeout(
                nowNanos,
                clock.roundTripNanos(),
                clock.variationNanos(),
                range -> receiver.send(
                        SENDER, Unpooled.buffer(8).writeInt(range.first()).writeInt(range.count())));
    }

    private void onQuestion(ByteBuf datagram, InetSocketAddress from, long nowNanos) {
        SequenceRange range = new SequenceRange(datagram.readInt(), datagram.readInt());
        for (int i = 0; i < Math.min(range.count(), 4_096); i++) {
            Slot slot = ring.find(range.first() + i);
            if (slot != null) {
                repairsSent++;
                repairsSentEarly += nowNanos - START < 2_000 * MILLI ? 1 : 0;
                sender.send(
                        RECEIVER,
                        Unpooled.wrappedBuffer(ByteBufUtil.getBytes(slot.memory(), slot.offset(), slot.length())));
            }
        }
    }

    long startNanos() {
        return START;
    }

    /** Frames published later may still have been under way. */
    long endNanos() {
        return endNanos;
    }

    long sent() {
        return sent;
    }

    /** From {@code afterSeconds} on: 0 or 2. */
    long repairsSent(int afterSeconds) {
        return afterSeconds == 0 ? repairsSent : repairsSent - repairsSentEarly;
    }

    long broken() {
        return assembler.framesBroken();
    }

    long notAuthentic() {
        return assembler.notAuthentic();
    }
}
