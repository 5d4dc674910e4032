package io.framecast.protocol.session;

import io.framecast.protocol.crypto.FragmentOpener;
import io.framecast.protocol.media.Frame;
import io.framecast.protocol.media.FrameMemory;
import io.framecast.protocol.media.FrameRecovery;
import io.framecast.protocol.media.Opened;
import io.framecast.protocol.media.Transit;
import io.framecast.protocol.repair.LossTracker;
import io.framecast.protocol.time.Serial;
import io.framecast.protocol.wire.ControlPacket.Drop;
import io.framecast.protocol.wire.ControlPacket.DropReason;
import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.protocol.wire.ControlPacket.LanePosition;
import io.framecast.protocol.wire.ControlPacket.LaneReport;
import io.framecast.protocol.wire.ControlPacket.LaneStart;
import io.framecast.protocol.wire.ControlPacket.Nack;
import io.framecast.protocol.wire.ControlPacket.SequenceRange;
import io.framecast.protocol.wire.ControlPacket.StreamInfo;
import io.framecast.protocol.wire.ControlPacket.StreamReport;
import io.framecast.protocol.wire.Limits;
import io.framecast.protocol.wire.MediaHeader;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One incarnation of a subscribed stream: all that hangs on its alias. Owned by its {@link Subscription}. */
final class LiveStream {

    private static final long SILENT_NANOS = 250_000_000L;
    private static final long LONGEST_TAIL_NANOS = 2_000_000_000L;
    private static final long SHORTEST_TAIL_NANOS = 100_000_000L;
    private static final long LONGEST_JOIN_NANOS = 30_000_000_000L;
    private static final int CONGESTED_MICROS = 100_000;
    private static final int RANGES_PER_NACK = 64;

    private final String producerId;
    private final StreamInfo info;
    private final Exchange exchange;
    private final FragmentOpener opener;
    private final Transit transit;
    private final FrameMemory memory = new FrameMemory();
    private final List<LaneReceiver> lanes = new ArrayList<>();
    private final List<TrackReceiver> tracks = new ArrayList<>();
    private final List<SequenceRange> missing = new ArrayList<>();
    private final Consumer<Frame> deliver = this::deliver;
    private @Nullable Consumer<? super ClientAction> out;
    private final StreamTiming timing;
    private @Nullable EndReason endReason;
    private List<LanePosition> last = List.of();
    private long endNanos = Deadline.NONE;
    private final long startedNanos;
    private long heardNanos;
    private long datagrams;
    private long bytes;

    LiveStream(
            String producerId,
            StreamInfo info,
            FragmentOpener opener,
            int latencyMillis,
            Exchange exchange,
            long nowNanos) {
        this.producerId = producerId;
        this.info = info;
        this.exchange = exchange;
        this.opener = opener;
        transit = new Transit(latencyMillis * 1_000_000L);
        transit.onRoundTrip(exchange.roundTripNanos());
        heardNanos = nowNanos;
        timing = new StreamTiming(LaneStart.timedTrack(info.lanes()), latencyMillis * 1_000_000L, transit, exchange);
        startedNanos = nowNanos;
        for (LaneStart start : info.lanes()) {
            addLane(start);
        }
    }

    long alias() {
        return info.alias();
    }

    boolean isSame(StreamInfo other) {
        return other.alias() == info.alias() && Arrays.equals(other.baseKey(), info.baseKey());
    }

    /** From now on frames are due after another time. */
    void budget(int latencyMillis) {
        transit.budget(latencyMillis * 1_000_000L);
        for (LaneReceiver lane : lanes) {
            lane.refresh(transit.budgetNanos(), exchange.roundTripNanos());
        }
    }

    /** A well-formed datagram of this alias. */
    void onMedia(ByteBuf datagram, int at, int length, long nowNanos, Consumer<? super ClientAction> out) {
        datagrams++;
        bytes += length;
        LaneReceiver lane = find(MediaHeader.lane(datagram, at));
        if (lane == null) {
            return;
        }
        if (MediaHeader.type(datagram, at) == MediaHeader.TYPE_PADDING) {
            heardNanos = nowNanos;
            lane.tracker().onPadding(MediaHeader.sequence(datagram, at), nowNanos);
            return;
        }
        if (MediaHeader.type(datagram, at) == MediaHeader.TYPE_REPAIR) {
            lane.track().recovery().onRepair(datagram, at, length, recovered(lane, nowNanos, out));
            return;
        }
        Opened opened = onFragment(lane, datagram, at, length, false, nowNanos, out);
        if (opened == Opened.ACCEPTED && !lane.track().recovery().isEmpty()) {
            lane.track()
                    .recovery()
                    .onFragment(
                            MediaHeader.frame(datagram, at),
                            MediaHeader.fragmentIndex(datagram, at),
                            MediaHeader.fragmentCount(datagram, at),
                            recovered(lane, nowNanos, out));
        }
    }

    private FrameRecovery.Fragments recovered(LaneReceiver lane, long nowNanos, Consumer<? super ClientAction> out) {
        return (datagram, at, length) -> onFragment(lane, datagram, at, length, true, nowNanos, out);
    }

    /** A DATA datagram that came, or was recovered. */
    private Opened onFragment(
            LaneReceiver lane,
            ByteBuf datagram,
            int at,
            int length,
            boolean recovered,
            long nowNanos,
            Consumer<? super ClientAction> out) {
        int sequence = MediaHeader.sequence(datagram, at);
        TrackReceiver track = lane.track();
        this.out = out;
        Opened opened = track.assembler().onFragment(datagram, at, length, opener, nowNanos, deliver);
        this.out = null;
        switch (opened) {
            case NOT_AUTHENTIC, REJECTED -> {
                return opened;
            }
            case ACCEPTED, DUPLICATE, STALE -> {
                heardNanos = nowNanos;
                if (recovered) {
                    lane.tracker().onRecovered(sequence, nowNanos);
                } else {
                    lane.tracker().onSequence(sequence, nowNanos);
                }
            }
        }
        int index = MediaHeader.fragmentIndex(datagram, at);
        lane.tracker().onFrameEnd(sequence - index + MediaHeader.fragmentCount(datagram, at) - 1, nowNanos);
        if (opened == Opened.ACCEPTED && index == 0 && !recovered) {
            lane.onFrameStart(MediaHeader.captureMicros(datagram, at), sequence, nowNanos);
            long roundTripNanos = exchange.roundTripNanos();
            transit.onRoundTrip(roundTripNanos);
            lane.refresh(transit.budgetNanos(), roundTripNanos);
        }
        long next = track.assembler().nextFrame();
        if (opened == Opened.ACCEPTED && Serial.extend(next, MediaHeader.frame(datagram, at)) < next) {
            // This frame was delivered: nobody waits for what is missing before it any more.
            lane.tracker().giveUpBefore(sequence - index);
        }
        track.askForKeyFrame(info.alias(), exchange, nowNanos, out);
        return opened;
    }

    /** The lanes start (again) here. */
    void onLanes(List<LaneStart> starts, long nowNanos, Consumer<? super ClientAction> out) {
        for (LaneStart start : starts) {
            LaneReceiver lane = find(start.lane());
            if (lane == null && lanes.size() < Limits.LANES_PER_STREAM) {
                addLane(start);
            } else if (lane != null && lane.restart(start.firstSequence())) {
                this.out = out;
                lane.track().assembler().onStart(start.firstFrame(), nowNanos, deliver);
                this.out = null;
            }
        }
    }

    void onDrop(Drop drop, long nowNanos, Consumer<? super ClientAction> out) {
        LaneReceiver lane = find(drop.lane());
        if (lane != null) {
            SequenceRange gone = drop.gone();
            boolean leftOut = drop.reason() == DropReason.BACKLOG || drop.reason() == DropReason.RATE;
            lane.onGone(gone, leftOut);
            this.out = out;
            lane.track().assembler().onGone(gone.first(), gone.count(), leftOut, nowNanos, deliver);
            this.out = null;
        }
    }

    /** Its clocks, and how old its frames are. */
    StreamTiming timing() {
        return timing;
    }

    /** The stream is over; {@code last} says how far it went, so that its tail can be asked for. */
    void onEnd(EndReason reason, List<LanePosition> last, long nowNanos) {
        if (endReason != null) {
            return;
        }
        endReason = reason;
        this.last = last;
        endNanos = nowNanos + Math.clamp(transit.budgetNanos(), SHORTEST_TAIL_NANOS, LONGEST_TAIL_NANOS);
        for (LanePosition position : last) {
            LaneReceiver lane = find(position.lane());
            if (lane != null) {
                lane.tracker().onPadding(position.nextSequence() - 1, nowNanos);
            }
        }
    }

    /** Why the stream is over, once its tail is here or came too late; null as long as it goes on. */
    @Nullable
    EndReason over(long nowNanos) {
        return endReason != null && (Deadline.due(endNanos, nowNanos) || tailComplete()) ? endReason : null;
    }

    private boolean tailComplete() {
        for (LanePosition position : last) {
            LaneReceiver lane = find(position.lane());
            if (lane != null && Serial.compare(lane.tracker().nextContiguous(), position.nextSequence()) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Delivers what is whole and still waits for what will not come. */
    void flush(long nowNanos, Consumer<? super ClientAction> out) {
        this.out = out;
        for (TrackReceiver track : tracks) {
            track.assembler().flush(nowNanos, deliver);
        }
        this.out = null;
    }

    void onTimeout(long nowNanos, Consumer<? super ClientAction> out) {
        long roundTripNanos = exchange.roundTripNanos();
        for (int i = 0; i < lanes.size(); i++) {
            LaneReceiver lane = lanes.get(i);
            LossTracker tracker = lane.tracker();
            long lost = tracker.lost();
            tracker.leastRoundTrip(exchange.leastRoundTripNanos());
            tracker.onTimeout(nowNanos, roundTripNanos, exchange.variationNanos(), missing::add);
            if (tracker.lost() != lost) {
                lane.track().assembler().onAwaited(tracker.nextContiguous());
            }
            for (int from = 0; from < missing.size(); from += RANGES_PER_NACK) {
                int to = Math.min(missing.size(), from + RANGES_PER_NACK);
                exchange.send(new Nack(info.alias(), lane.lane(), List.copyOf(missing.subList(from, to))), out);
            }
            missing.clear();
        }
        this.out = out;
        for (int i = 0; i < tracks.size(); i++) {
            tracks.get(i).assembler().onTimeout(nowNanos, deliver);
        }
        this.out = null;
        for (int i = 0; i < tracks.size(); i++) {
            tracks.get(i).askForKeyFrame(info.alias(), exchange, nowNanos, out);
        }
    }

    long deadlineNanos() {
        long deadline = endNanos;
        for (int i = 0; i < lanes.size(); i++) {
            deadline = Deadline.earlier(deadline, lanes.get(i).tracker().deadlineNanos());
        }
        for (int i = 0; i < tracks.size(); i++) {
            deadline = Deadline.earlier(deadline, tracks.get(i).assembler().deadlineNanos());
        }
        return deadline;
    }

    long endNanos() {
        return endNanos;
    }

    boolean ending() {
        return endReason != null;
    }

    /** From when on it has been silent for too long. */
    long silentNanos() {
        return endReason == null ? heardNanos + SILENT_NANOS : Deadline.NONE;
    }

    void report(List<LaneReport> reports, List<StreamReport> viewed, long nowNanos) {
        for (LaneReceiver lane : lanes) {
            reports.add(lane.report(info.alias()));
        }
        viewed.add(timing.report(info.alias(), catchingUp(nowNanos), bytes, queueMicros(nowNanos)));
    }

    private int queueMicros(long nowNanos) {
        int most = 0;
        for (int i = 0; i < lanes.size(); i++) {
            most = lanes.get(i).lane() == 0
                    ? most
                    : Math.max(most, lanes.get(i).queue().micros(nowNanos));
        }
        return most;
    }

    /** Whether no lane of media is live yet. */
    private boolean catchingUp(long nowNanos) {
        for (int i = 0; i < lanes.size(); i++) {
            if (lanes.get(i).lane() != 0 && !lanes.get(i).queue().catchingUp(transit.budgetNanos(), nowNanos)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the broker should hear more often how it fares: it is joining, or its path is congested. */
    boolean hurried(long nowNanos) {
        boolean joining = nowNanos - startedNanos < LONGEST_JOIN_NANOS && catchingUp(nowNanos);
        boolean lossy = false;
        for (int i = 0; i < lanes.size(); i++) {
            lossy |= lanes.get(i).losesMuch();
        }
        return endReason == null && (joining || lossy || queueMicros(nowNanos) > CONGESTED_MICROS);
    }

    List<LaneReceiver> lanes() {
        return lanes;
    }

    List<TrackReceiver> tracks() {
        return tracks;
    }

    long datagrams() {
        return datagrams;
    }

    long bytes() {
        return bytes;
    }

    private void deliver(Frame frame) {
        timing.onFrame(frame);
        if (out != null) {
            out.accept(new ClientAction.Deliver(producerId, frame));
        }
    }

    private void addLane(LaneStart start) {
        int id = start.lane() >>> 3;
        TrackReceiver track = null;
        for (TrackReceiver known : tracks) {
            track = known.track() == id ? known : track;
        }
        if (track == null) {
            track = new TrackReceiver(id, start.firstFrame(), info.fragmentBytes(), transit, memory, opener);
            tracks.add(track);
        }
        lanes.add(new LaneReceiver(
                start.lane(), start.firstSequence(), track, transit.budgetNanos(), exchange.roundTripNanos()));
    }

    private @Nullable LaneReceiver find(int lane) {
        for (int i = 0; i < lanes.size(); i++) {
            if (lanes.get(i).lane() == lane) {
                return lanes.get(i);
            }
        }
        return null;
    }
}
