package io.framecast.protocol.session;

import io.framecast.protocol.crypto.FragmentOpener;
import io.framecast.protocol.wire.ControlPacket.ClockOffset;
import io.framecast.protocol.wire.ControlPacket.Drop;
import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import io.framecast.protocol.wire.ControlPacket.HopTimes;
import io.framecast.protocol.wire.ControlPacket.LaneReport;
import io.framecast.protocol.wire.ControlPacket.Level;
import io.framecast.protocol.wire.ControlPacket.NoticeBody.Down;
import io.framecast.protocol.wire.ControlPacket.NoticeBody.Switched;
import io.framecast.protocol.wire.ControlPacket.Refused;
import io.framecast.protocol.wire.ControlPacket.StreamInfo;
import io.framecast.protocol.wire.ControlPacket.StreamReport;
import io.framecast.protocol.wire.ControlPacket.Subscribe;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One id that the caller wants, for as long as it wants it: over ends and returns of the stream, and over sessions. Between two
 * sessions the stream is suspended: the next answer of a broker says whether it goes on under the same alias and key, or is another.
 * Owned by the session.
 */
final class Subscription {

    private static final long REFUSED_RETRY_NANOS = 5_000_000_000L;
    private static final long NO_ALIAS = -1;

    private final String producerId;
    private final Exchange exchange;
    private final StrayMedia strays;
    private final Departures departures;
    private final Totals totals = new Totals();
    private int latencyMillis;
    private int bufferBytes;

    /** The SUBSCRIBE that waits for its answer; 0: none. */
    private long requestId;

    private boolean granted;
    private boolean everGranted;
    private boolean suspended;
    private @Nullable LiveStream live;
    private Level level = Level.ALL;
    private final CutOff cutOff = new CutOff();
    private long deadAlias = NO_ALIAS;
    private long retryNanos = Deadline.NONE;
    private @Nullable LockedStream locked;

    Subscription(String producerId, Exchange exchange, StrayMedia strays, Departures departures) {
        this.producerId = producerId;
        this.exchange = exchange;
        this.strays = strays;
        this.departures = departures;
    }

    String producerId() {
        return producerId;
    }

    void want(int latencyMillis, int bufferBytes) {
        this.latencyMillis = latencyMillis;
        this.bufferBytes = bufferBytes;
        if (live != null) {
            live.budget(latencyMillis);
        }
    }

    /** Whether a SUBSCRIBE is on its way. */
    boolean asking() {
        return requestId != 0;
    }

    /** A new SUBSCRIBE, in place of one that may be on its way. */
    Subscribe request() {
        exchange.requests().cancel(requestId);
        requestId = exchange.nextRequestId();
        retryNanos = Deadline.NONE;
        // Whoever was cut off comes back to the same stream.
        deadAlias = NO_ALIAS;
        cutOff.onAsked();
        return new Subscribe(requestId, producerId, latencyMillis, bufferBytes);
    }

    /** The session is another one, or none: whether {@code inHello} is the request of ours that it was opened with. */
    boolean onSession(long inHello) {
        granted = false;
        forgetLocked();
        suspended = live != null;
        deadAlias = NO_ALIAS;
        retryNanos = cutOff.untilNanos();
        if (requestId != 0 && requestId == inHello) {
            return true;
        }
        requestId = 0;
        return false;
    }

    /** Whether it goes on; false: it is over, and that was said. */
    boolean onOk(@Nullable StreamInfo stream, long nowNanos, Consumer<? super ClientAction> out) {
        requestId = 0;
        // An answer can be overtaken by the notice that the stream it tells of is over.
        return unlock(stream != null && stream.alias() == deadAlias ? null : stream, false, nowNanos, out);
    }

    /** As {@link #onOk}. */
    boolean onUp(StreamInfo stream, long nowNanos, Consumer<? super ClientAction> out) {
        // What the answer to a SUBSCRIBE on its way would say is older than this.
        exchange.requests().cancel(requestId);
        requestId = 0;
        return unlock(stream, true, nowNanos, out);
    }

    private boolean unlock(
            @Nullable StreamInfo stream, boolean notice, long nowNanos, Consumer<? super ClientAction> out) {
        if (stream == null) {
            forgetLocked();
            onWaiting(nowNanos, out);
            return true;
        }
        switch (exchange.locks().ask(producerId, stream, out)) {
            case Locks.Answer.Open open -> {
                LockedStream waited = locked;
                locked = null;
                onStream(stream, open.opener(), notice, nowNanos, out);
                if (waited != null) {
                    replay(waited.media(), nowNanos, out);
                    waited.media().clear();
                }
                return true;
            }
            case Locks.Answer.Wait ignored -> {
                awaitLock(stream, notice, nowNanos, out);
                return true;
            }
            case Locks.Answer.No no -> {
                forgetLocked();
                finish(EndReason.SESSION_CLOSED, nowNanos, out);
                departures.leave(producerId, false, nowNanos, out);
                out.accept(new ClientAction.Refused(ErrorCode.NOT_ALLOWED, no.why(), producerId));
                return false;
            }
        }
    }

    private void awaitLock(StreamInfo stream, boolean notice, long nowNanos, Consumer<? super ClientAction> out) {
        granted = true;
        if (locked == null || locked.alias() != stream.alias()) {
            forgetLocked();
            finish(EndReason.TAKEN_OVER, nowNanos, out);
            locked = new LockedStream(stream, notice, exchange.allocator());
            locked.onStrays(strays.take(stream.alias()), nowNanos);
        }
    }

    /** The key may be there now; as {@link #onOk}. */
    boolean onLock(long nowNanos, Consumer<? super ClientAction> out) {
        LockedStream waited = locked;
        if (waited == null || !unlock(waited.stream(), waited.notice(), nowNanos, out)) {
            return waited == null;
        }
        Down down = waited.down();
        if (locked == null && down != null) {
            onDown(down, nowNanos, out);
        }
        return true;
    }

    private void forgetLocked() {
        if (locked != null) {
            locked.media().clear();
            locked = null;
        }
    }

    /** Nobody publishes it. */
    private void onWaiting(long nowNanos, Consumer<? super ClientAction> out) {
        boolean first = !everGranted;
        granted = true;
        everGranted = true;
        if (finish(EndReason.SESSION_CLOSED, nowNanos, out) || first) {
            out.accept(new ClientAction.Waiting(producerId));
        }
    }

    private void onStream(
            StreamInfo stream,
            FragmentOpener opener,
            boolean notice,
            long nowNanos,
            Consumer<? super ClientAction> out) {
        boolean first = !everGranted;
        boolean before = granted;
        granted = true;
        everGranted = true;
        LiveStream current = live;
        if (current != null && current.isSame(stream)) {
            suspended = false;
            if (!before) {
                current.onLanes(stream.lanes(), nowNanos, out);
            }
        } else {
            finish(suspended ? EndReason.SESSION_CLOSED : EndReason.TAKEN_OVER, nowNanos, out);
            current = new LiveStream(producerId, stream, opener, latencyMillis, exchange, nowNanos);
            live = current;
            level = Level.ALL;
            cutOff.onStream(nowNanos);
            out.accept(
                    first && !notice
                            ? new ClientAction.SubscribedLive(producerId, stream)
                            : new ClientAction.Up(producerId, stream));
        }
        replay(strays, nowNanos, out);
    }

    /** What came before it could be opened. */
    private void replay(StrayMedia from, long nowNanos, Consumer<? super ClientAction> out) {
        LiveStream current = live;
        if (current != null) {
            for (ByteBuf stray : from.take(current.alias())) {
                current.onMedia(stray, 0, stray.readableBytes(), nowNanos, out);
                stray.release();
            }
        }
    }

    /** Whether the refusal is final. */
    boolean onRefused(Refused refused, long nowNanos, Consumer<? super ClientAction> out) {
        requestId = 0;
        if (everGranted && refused.code().isLimit()) {
            // It was granted before the broker was lost; others may have come back sooner and will make room.
            retryNanos = nowNanos + REFUSED_RETRY_NANOS;
            return false;
        }
        finish(EndReason.SESSION_CLOSED, nowNanos, out);
        out.accept(new ClientAction.Refused(refused.code(), refused.detail(), producerId));
        return true;
    }

    void onDown(Down down, long nowNanos, Consumer<? super ClientAction> out) {
        deadAlias = down.alias();
        if (down.reason() == EndReason.CONGESTED) {
            // Here it is the subscription that is over, not the stream.
            granted = false;
            retryNanos = cutOff.onCutOff(nowNanos);
        }
        if (locked != null && locked.alias() == down.alias()) {
            locked.onDown(down);
        }
        LiveStream current = live;
        if (current != null && has(down.alias())) {
            current.onEnd(down.reason(), down.last(), nowNanos);
            onTimeout(nowNanos, out);
        }
    }

    void onSwitched(Switched switched, long nowNanos, Consumer<? super ClientAction> out) {
        if (live == null) {
            return;
        }
        live.onLanes(switched.lanes(), nowNanos, out);
        if (switched.level() != level) {
            level = switched.level();
            out.accept(new ClientAction.LevelChanged(producerId, level));
        }
    }

    void onDrop(Drop drop, long nowNanos, Consumer<? super ClientAction> out) {
        if (live != null) {
            live.onDrop(drop, nowNanos, out);
        }
    }

    void onClock(ClockOffset clock, long nowNanos) {
        if (live != null) {
            live.timing().onClock(clock, nowNanos);
        }
    }

    void onHops(HopTimes times, long nowNanos) {
        if (live != null) {
            live.timing().onHops(times, nowNanos);
        }
    }

    /** The broker does not know the subscription. Returns whether that is news. */
    boolean onUnknown() {
        boolean news = granted && requestId == 0;
        granted = false;
        return news;
    }

    boolean has(long alias) {
        return locked != null ? locked.alias() == alias : live != null && !suspended && live.alias() == alias;
    }

    void onMedia(ByteBuf datagram, int at, int length, long nowNanos, Consumer<? super ClientAction> out) {
        if (locked != null) {
            locked.onMedia(datagram, at, length, nowNanos);
        } else if (live != null) {
            live.onMedia(datagram, at, length, nowNanos, out);
            if (live.ending()) {
                finishIfOver(nowNanos, out);
            }
        }
    }

    void onTimeout(long nowNanos, Consumer<? super ClientAction> out) {
        if (locked != null) {
            locked.media().onTimeout(nowNanos);
        }
        if (live != null && !suspended) {
            live.onTimeout(nowNanos, out);
        }
        finishIfOver(nowNanos, out);
    }

    private void finishIfOver(long nowNanos, Consumer<? super ClientAction> out) {
        EndReason reason = live == null ? null : live.over(nowNanos);
        if (reason != null) {
            finish(reason, nowNanos, out);
        }
    }

    /** Whether the broker ended it for congestion, so recently that it is not asked for by itself. */
    boolean cutOff() {
        return cutOff.untilNanos() != Deadline.NONE;
    }

    /** Whether a refusal that was not final is to be asked about again. */
    boolean retryDue(long nowNanos) {
        return Deadline.due(retryNanos, nowNanos);
    }

    long deadlineNanos() {
        if (live == null) {
            return locked == null ? retryNanos : Deadline.earlier(retryNanos, locked.deadlineNanos());
        }
        return Deadline.earlier(retryNanos, suspended ? live.endNanos() : live.deadlineNanos());
    }

    long silentNanos() {
        return live == null || suspended ? Deadline.NONE : live.silentNanos();
    }

    void report(List<LaneReport> lanes, List<StreamReport> viewed, List<String> producerIds, long nowNanos) {
        if (granted) {
            producerIds.add(producerId);
        }
        if (live != null && !suspended) {
            live.report(lanes, viewed, nowNanos);
        }
    }

    /** Whether a report is due sooner than usual. */
    boolean hurried(long nowNanos) {
        return live != null && !suspended && live.hurried(nowNanos);
    }

    StreamStats stats(long nowNanos) {
        return totals.stats(live, exchange, nowNanos);
    }

    /** The caller does not want it any more. */
    void leave(long nowNanos) {
        exchange.requests().cancel(requestId);
        if (locked != null) {
            departures.onAliasGone(locked.alias(), producerId, nowNanos);
        }
        if (live != null && !suspended) {
            departures.onAliasGone(live.alias(), producerId, nowNanos);
        }
        close();
    }

    void close() {
        forgetLocked();
        live = null;
    }

    /** Returns whether there was a stream. */
    private boolean finish(EndReason reason, long nowNanos, Consumer<? super ClientAction> out) {
        LiveStream over = live;
        if (over == null) {
            return false;
        }
        over.flush(nowNanos, out);
        totals.add(over);
        if (!suspended) {
            departures.onAliasGone(over.alias(), null, nowNanos);
        }
        live = null;
        suspended = false;
        out.accept(new ClientAction.Down(producerId, reason));
        return true;
    }
}
