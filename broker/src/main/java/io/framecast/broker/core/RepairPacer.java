package io.framecast.broker.core;

import io.framecast.protocol.repair.Slot;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * What one subscriber of one stream is sent again, at a pace that its socket's buffer takes: {@value #BURST} datagrams may leave at once,
 * the others wait, {@value #CHUNK} at a time, at {@value #LEAST_PER_SECOND} a second or, where that is more, at the stream's own rate. A
 * default receive buffer on Linux holds 92 datagrams of 1200 bytes. How much may wait is up to {@link RepairBudget}. Owned by the seat.
 */
final class RepairPacer {

    private static final int BURST = 16;
    private static final int CHUNK = 8;
    private static final int LEAST_PER_SECOND = 2_000;

    private record Run(Lane lane, int first, int count) {}

    private final Context context;
    private final Seat seat;
    private final RepairBudget budget;
    private final TokenBucket pace;
    private final Timer timer;
    private final Deque<Run> waiting = new ArrayDeque<>(1);
    private double perSecond = LEAST_PER_SECOND;
    private int datagrams;

    RepairPacer(Context context, Seat seat, long nowNanos) {
        this.context = context;
        this.seat = seat;
        budget = new RepairBudget(nowNanos);
        pace = new TokenBucket(LEAST_PER_SECOND, BURST, nowNanos);
        timer = new Timer(seat.session, this::onTimeout);
    }

    /** Whether {@code bytes} may be sent again now; they count as sent. */
    boolean affords(int bytes, long nowNanos) {
        boolean affords = seat.path.affords(nowNanos)
                && budget.affords(bytes, seat.stream.rate.bytesPerSecond(nowNanos), nowNanos);
        if (affords) {
            seat.onSent(bytes);
        }
        return affords;
    }

    /** When a datagram leaves that waits behind those that are here already and {@code more}. */
    long leavesAtNanos(int more, long nowNanos) {
        double ahead = datagrams + more + 1 - pace.available(nowNanos);
        return ahead <= 0 ? nowNanos : nowNanos + (long) (ahead / perSecond * 1e9);
    }

    /** Sends a run of a lane's sequences again, now or soon. */
    void send(Lane lane, int first, int count, long nowNanos) {
        double bytesPerSecond = seat.stream.rate.bytesPerSecond(nowNanos);
        perSecond = Math.max(LEAST_PER_SECOND, bytesPerSecond / seat.stream.announce.fragmentBytes());
        pace.rate(perSecond, BURST, nowNanos);
        waiting.add(new Run(lane, first, count));
        datagrams += count;
        drain(nowNanos);
    }

    private void onTimeout(long nowNanos, Consumer<? super BrokerAction> out) {
        drain(nowNanos);
    }

    private void drain(long nowNanos) {
        for (Run run = waiting.poll(); run != null; run = waiting.poll()) {
            int wanted = Math.min(CHUNK, run.count());
            int most = Math.min(run.count(), (int) pace.available(nowNanos));
            if (most < wanted) {
                waiting.addFirst(run);
                context.timers.set(timer, nowNanos + Math.max(1, pace.nanosUntil(wanted, nowNanos)));
                return;
            }
            datagrams -= run.count();
            int end = run.first() + run.count();
            Slot slot = run.lane().ring().run(run.first(), most);
            if (slot == null || slot.firstSequence() - end >= 0) {
                continue;
            }
            if (slot.count() > end - slot.firstSequence()) {
                slot = run.lane().ring().run(slot.firstSequence(), end - slot.firstSequence());
            }
            if (slot != null) {
                pace.spend(slot.count());
                run.lane().output.sendTo(seat.session.address(), slot, BrokerCounter.REPAIRS_SENT);
                int next = slot.firstSequence() + slot.count();
                if (next != end) {
                    waiting.addFirst(new Run(run.lane(), next, end - next));
                    datagrams += end - next;
                }
            }
        }
    }

    /** Nothing of what waits is sent any more. */
    void clear() {
        waiting.clear();
        datagrams = 0;
        context.timers.cancel(timer);
    }
}
