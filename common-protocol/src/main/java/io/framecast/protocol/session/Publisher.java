package io.framecast.protocol.session;

import io.framecast.protocol.wire.ControlPacket.Announce;
import io.framecast.protocol.wire.ControlPacket.EncodeTime;
import io.framecast.protocol.wire.ControlPacket.End;
import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.protocol.wire.ControlPacket.LanePosition;
import io.framecast.protocol.wire.ControlPacket.Nack;
import io.framecast.protocol.wire.ControlPacket.Refused;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One published stream, for as long as its producer lives: over sessions it is announced again, each time under a new alias and key,
 * with frame numbers that go on. Frames are sent in the order in which they come. Owned by the session's event loop.
 *
 * <p>Each track starts with a key frame, at the beginning and after each announcement; what comes before it is left out, and
 * {@link ClientAction.KeyFrameWanted} asks for it. While there is no session the last two seconds are kept.
 */
public final class Publisher {

    private static final long TAIL_NANOS = 2_000_000_000L;
    private static final long ASK_NANOS = 50_000_000L;
    private static final long REFUSED_RETRY_NANOS = 5_000_000_000L;

    private final Publication publication;
    private final Exchange exchange;
    private final SendQueue queue;
    private State state = State.WANTED;
    private @Nullable AnnouncedStream announcing;
    private @Nullable AnnouncedStream live;
    private boolean everLive;
    private boolean ending;
    private long drainedNanos = Deadline.NONE;
    private long askNanos = Deadline.NONE;
    private long retryNanos = Deadline.NONE;

    private enum State {
        /** Announced, or to be announced as soon as there is a session. */
        WANTED,
        /** END is out. */
        LEAVING,
        GONE
    }

    Publisher(Publication publication, Exchange exchange) {
        this.publication = publication;
        this.exchange = exchange;
        queue = new SendQueue(publication, exchange);
    }

    public String producerId() {
        return publication.producerId();
    }

    /** Whether the broker takes frames now. */
    public boolean live() {
        return live != null && state == State.WANTED;
    }

    /** Whether it is over: ended, displaced or refused. Frames are ignored then. */
    public boolean gone() {
        return state == State.GONE;
    }

    /** Frames that were never sent: because they came before a key frame, or because two seconds were queued. */
    public long framesDropped() {
        return queue.dropped();
    }

    /**
     * Publishes one frame, in decode order within its track.
     *
     * @param track one of the publication's, or 0 for the catalog's JSON
     * @param captureMicros presentation time on this machine's clock, microseconds since the Unix epoch
     * @param payload 1 byte to 16 MiB; passes to the publisher
     * @throws IllegalArgumentException for another track, or a payload that cannot be sent
     */
    public void onFrame(
            int track,
            boolean key,
            boolean discardable,
            long captureMicros,
            byte[] payload,
            long nowNanos,
            Consumer<? super ClientAction> out) {
        if (track != 0 && !publication.tracks().contains(track)) {
            throw new IllegalArgumentException("track " + track + " is none of " + publication.tracks());
        }
        if (payload.length < 1 || payload.length > publication.mostFrameBytes()) {
            throw new IllegalArgumentException(
                    "a frame of " + payload.length + " bytes; 1.." + publication.mostFrameBytes() + " can be sent");
        }
        if (state == State.WANTED && !ending) {
            queue.add(new OutgoingFrame(track, track == 0 || key, discardable, captureMicros, payload, nowNanos), out);
            queue.send(receiver(), nowNanos);
        }
    }

    /** Who takes frames now. Frame numbers go on where the next incarnation was announced to start, so none is sent meanwhile. */
    private @Nullable AnnouncedStream receiver() {
        return announcing == null ? live : null;
    }

    /** No frame follows. What was sent is waited for, at most two seconds; then {@link ClientAction.Ended}. */
    public void end(long nowNanos, Consumer<? super ClientAction> out) {
        if (state != State.WANTED || ending) {
            return;
        }
        ending = true;
        if (!exchange.up() || (live == null && announcing == null)) {
            finish(new ClientAction.Ended(producerId()), out);
        } else {
            onTimeout(nowNanos, out);
        }
    }

    /** Whether it is to be announced where it is not known. */
    boolean wanted() {
        return state == State.WANTED && !ending;
    }

    /** A new ANNOUNCE: new key, new sequences, the same frames. */
    Announce announce() {
        if (announcing != null) {
            exchange.requests().cancel(announcing.announce().requestId());
        }
        retryNanos = Deadline.NONE;
        AnnouncedStream next = new AnnouncedStream(publication, queue.nextFrames(), exchange);
        announcing = next;
        return next.announce();
    }

    /** The session is another one, or none; {@code inHello} is the request that it was opened with. Whether that was ours. */
    boolean onSession(long inHello, Consumer<? super ClientAction> out) {
        if (state == State.LEAVING || ending) {
            finish(new ClientAction.Ended(producerId()), out);
            return true;
        }
        dropLive();
        if (announcing != null && inHello != 0 && announcing.announce().requestId() == inHello) {
            return true;
        }
        announcing = null;
        return false;
    }

    boolean announcing() {
        return announcing != null;
    }

    void onGranted(long requestId, long alias, long nowNanos, Consumer<? super ClientAction> out) {
        AnnouncedStream granted = announcing;
        if (granted == null || granted.announce().requestId() != requestId) {
            return;
        }
        announcing = null;
        dropLive();
        granted.onGranted(alias, nowNanos);
        live = granted;
        everLive = true;
        out.accept(new ClientAction.Published(producerId(), alias));
        queue.onLive(nowNanos, out);
        onTimeout(nowNanos, out);
    }

    void onRefused(Refused refused, long nowNanos, Consumer<? super ClientAction> out) {
        if (announcing == null || announcing.announce().requestId() != refused.requestId()) {
            return;
        }
        announcing = null;
        if (everLive && !ending && refused.code().isLimit()) {
            retryNanos = nowNanos + REFUSED_RETRY_NANOS;
        } else {
            finish(new ClientAction.Refused(refused.code(), refused.detail(), producerId()), out);
        }
    }

    /** The broker's answer to END. */
    void onLeft(Consumer<? super ClientAction> out) {
        if (state == State.LEAVING) {
            finish(new ClientAction.Ended(producerId()), out);
        }
    }

    /** The broker ended the stream. Whether it has to be announced again. */
    boolean onEnded(EndReason reason, Consumer<? super ClientAction> out) {
        if (state == State.LEAVING || ending) {
            finish(new ClientAction.Ended(producerId()), out);
            return false;
        }
        return switch (reason) {
            case TIMED_OUT, SESSION_CLOSED, BROKER_STOPPING -> {
                dropLive();
                yield announcing == null;
            }
            case TAKEN_OVER, ENDED, UNSUBSCRIBED, TOKEN_EXPIRED, LIMIT, CONGESTED -> {
                // If an ANNOUNCE of ours is on its way, it is the one that took over.
                if (announcing == null) {
                    finish(new ClientAction.Displaced(producerId(), reason), out);
                }
                yield false;
            }
        };
    }

    boolean has(long alias) {
        return live != null && live.alias() == alias;
    }

    void onNack(Nack nack, Consumer<? super ClientAction> out) {
        if (live != null) {
            queue.repair(live, nack, out);
        }
    }

    void onContiguous(LanePosition position, long nowNanos, Consumer<? super ClientAction> out) {
        if (live != null) {
            live.onContiguous(position);
            if (ending) {
                onTimeout(nowNanos, out);
            }
        }
    }

    void onTimeout(long nowNanos, Consumer<? super ClientAction> out) {
        if (state != State.WANTED) {
            return;
        }
        AnnouncedStream stream = receiver();
        queue.send(stream, nowNanos);
        if (!ending || stream == null || !queue.isEmpty()) {
            return;
        }
        if (drainedNanos == Deadline.NONE) {
            drainedNanos = nowNanos;
            askNanos = nowNanos;
        }
        if (stream.complete() || nowNanos - drainedNanos >= TAIL_NANOS) {
            state = State.LEAVING;
            exchange.request(new End(exchange.nextRequestId(), stream.alias(), EndReason.ENDED), nowNanos, out);
        } else if (Deadline.due(askNanos, nowNanos)) {
            // The answer to a report says what the broker has.
            exchange.wantReport(nowNanos);
            askNanos = nowNanos + Math.max(ASK_NANOS, exchange.roundTripNanos());
        }
    }

    /** Whether a refusal that was not final is to be asked about again. */
    boolean retryDue(long nowNanos) {
        return Deadline.due(retryNanos, nowNanos);
    }

    long deadlineNanos() {
        if (state != State.WANTED) {
            return Deadline.NONE;
        }
        long deadline = receiver() == null ? retryNanos : queue.deadlineNanos();
        return receiver() == null ? deadline : Deadline.earlier(deadline, askNanos);
    }

    void report(List<LanePosition> positions, List<EncodeTime> encoded) {
        if (live != null && state == State.WANTED) {
            live.report(positions, encoded);
        }
    }

    void close() {
        state = State.GONE;
        dropLive();
        announcing = null;
        queue.close();
    }

    private void dropLive() {
        if (live != null) {
            queue.onDown();
            live.close();
            live = null;
        }
    }

    private void finish(ClientAction last, Consumer<? super ClientAction> out) {
        close();
        out.accept(last);
    }
}
