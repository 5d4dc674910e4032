package io.framecast.broker.core;

import io.framecast.protocol.wire.ControlPacket.DropReason;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** What was left out of one stream, summed over subscribers and ten seconds, so that it is a line for the operator and not a flood. */
final class LeftOutTally {

    private static final long SUM_NANOS = 10_000_000_000L;

    private static final class Sum {
        private long frames;
        private final Set<Long> sessions = new HashSet<>();
    }

    private final Context context;
    private final String producerId;
    private final Map<DropReason, Sum> sums = new EnumMap<>(DropReason.class);
    private final Timer timer;

    LeftOutTally(Context context, String producerId) {
        this.context = context;
        this.producerId = producerId;
        timer = new Timer(null, this::onTimeout);
    }

    void add(Session session, long frames, DropReason reason, long nowNanos) {
        context.count(
                reason == DropReason.RATE ? BrokerCounter.FRAMES_LEFT_OUT_RATE : BrokerCounter.FRAMES_LEFT_OUT_BACKLOG,
                frames);
        Sum sum = sums.computeIfAbsent(reason, _ -> new Sum());
        sum.frames += frames;
        sum.sessions.add(session.id);
        context.timers.noLaterThan(timer, nowNanos + SUM_NANOS);
    }

    private void onTimeout(long nowNanos, Consumer<? super BrokerAction> out) {
        sums.forEach((reason, sum) ->
                out.accept(new BrokerAction.FramesLeftOut(producerId, sum.frames, sum.sessions.size(), reason)));
        sums.clear();
    }

    void close() {
        context.timers.cancel(timer);
    }
}
