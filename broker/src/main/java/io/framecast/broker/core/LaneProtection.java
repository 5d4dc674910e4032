package io.framecast.broker.core;

import io.framecast.protocol.repair.RepairSymbols;
import io.framecast.protocol.repair.RingFrame;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * REPAIR on its way out of one lane: made once for each frame, as much as the seat that needs most, sent to each seat in its own
 * amount. Costs nothing while no seat needs any. Owned by the lane.
 */
final class LaneProtection {

    private static final int RUN = 8;
    private static final int RUN_BYTES = 65_000;

    private final Context context;
    private final Lane lane;
    private final Set<Seat> seats = new LinkedHashSet<>();

    LaneProtection(Context context, Lane lane) {
        this.context = context;
        this.lane = lane;
    }

    /** Whether the seat wants any from now on; said again, it changes nothing. */
    void seat(Seat seat, boolean wanted) {
        if (wanted) {
            seats.add(seat);
        } else {
            seats.remove(seat);
        }
    }

    /** All of the frame is here, and its last datagram has been given to the table: what protects it follows. */
    void onSent(RingFrame frame, long nowNanos) {
        int most = 0;
        for (Seat seat : seats) {
            most = Math.max(most, seat.repairsFor(lane, frame));
        }
        if (most == 0) {
            return;
        }
        RepairSymbols symbols = lane.ring().protect(frame, most);
        if (symbols != null) {
            for (Seat seat : seats) {
                send(seat, seat.repairsFor(lane, frame), symbols, nowNanos);
            }
        }
        lane.held.onChanged();
    }

    /** All of the frame has been given to a seat that is sent at a pace of its own: what protects it follows there, too. */
    void sendTo(Seat seat, RingFrame frame, long nowNanos) {
        int wanted = seats.contains(seat) ? seat.repairsFor(lane, frame) : 0;
        if (wanted == 0) {
            return;
        }
        RepairSymbols symbols = lane.ring().protect(frame, wanted);
        if (symbols != null) {
            send(seat, wanted, symbols, nowNanos);
        }
        lane.held.onChanged();
    }

    /** Where there is a cap, what it leaves is for media first: whoever is in debt for that gets no REPAIR now. */
    private void send(Seat seat, int wanted, RepairSymbols symbols, long nowNanos) {
        int datagrams = Math.min(wanted, symbols.datagrams());
        if (datagrams > 0 && seat.path.affords(nowNanos)) {
            seat.onSent(datagrams * symbols.datagramBytes());
            send(seat.session.address(), symbols, datagrams);
        }
    }

    private void send(InetSocketAddress to, RepairSymbols symbols, int datagrams) {
        long bytes = (long) datagrams * symbols.datagramBytes();
        context.count(BrokerCounter.PROTECTION_SENT, datagrams);
        context.count(BrokerCounter.PROTECTION_BYTES_SENT, bytes);
        context.count(BrokerCounter.MEDIA_SENT, datagrams);
        context.count(BrokerCounter.MEDIA_BYTES_SENT, bytes);
        int run = Math.clamp(RUN_BYTES / symbols.datagramBytes(), 1, RUN);
        symbols.runs(
                datagrams,
                run,
                (memory, offset, length, segmentBytes) ->
                        context.media.sendTo(to, memory, offset, length, segmentBytes));
    }

    boolean isEmpty() {
        return seats.isEmpty();
    }
}
