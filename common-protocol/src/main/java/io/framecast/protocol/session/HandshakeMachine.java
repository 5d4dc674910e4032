package io.framecast.protocol.session;

import io.framecast.protocol.wire.ControlHeader;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import io.framecast.protocol.wire.ControlPacket.Request;
import io.framecast.protocol.wire.Handshake.Retry;
import io.framecast.protocol.wire.Handshake.Versions;
import io.framecast.protocol.wire.Handshake.Welcome;
import io.framecast.protocol.wire.HandshakeCodec;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * From nothing to a session: HELLO, RETRY, HELLO with cookie and Noise message, WELCOME. Each HELLO is repeated after 0.25 s three
 * times, then after 0.5, 1 and every 2 s, for ever; the second one for at most 4 s, then it starts again: nobody can tell a
 * RETRY that was changed on its way. Where one was lost the path is a bad one, or the broker is being flooded, and each further one is
 * sent twice. Owned by the session.
 *
 * <p>Where there still is a session that may be alive, the second HELLO waits for {@code doubtNanos}, at most 2 s, after the RETRY: a RETRY shows
 * that the way is open, so a broker that knows the session has answered by then, and the caller stops this machine.
 */
final class HandshakeMachine {

    private static final int RANDOM_BYTES = 16;
    private static final long FIRST_DISTANCE_NANOS = 250_000_000L;
    private static final int FIRST_DISTANCES = 3;
    private static final int DOUBLINGS = 3;
    private static final long COOKIE_NANOS = 4_000_000_000L;
    /** With {@link #COOKIE_NANOS} well below the 10 s that a cookie lives. */
    private static final long LONGEST_DOUBT_NANOS = 2_000_000_000L;

    private final ClientConfig config;
    private final Exchange exchange;
    private final Supplier<@Nullable Request> firstRequest;
    private final BrokerIdentity identity;
    private Phase phase = Phase.IDLE;
    private byte[] random = {};
    private @Nullable Retry retry;
    private @Nullable SecondHello second;
    /** How often the HELLO at hand was sent. */
    private int tries;

    private long nextNanos = Deadline.NONE;
    private long restartNanos = Deadline.NONE;
    private long doubtNanos;

    enum Phase {
        IDLE,
        /** The first HELLO is out. */
        ASKING,
        /** There is a cookie; the session before it is given a last chance. */
        DOUBTING,
        /** The second HELLO is out. */
        JOINING
    }

    /** What an event led to. */
    sealed interface Outcome {
        record Nothing() implements Outcome {}

        /** The broker let us in, or refused ({@code sessionId} 0) in words that only it can have said. */
        record Welcomed(SecondHello.Accepted accepted, byte[] brokerKey, boolean keyChanged, boolean mayHaveToken)
                implements Outcome {}

        /** Trying again would not help. */
        record GaveUp(ErrorCode code, String detail, byte @Nullable [] otherKey) implements Outcome {}
    }

    private static final Outcome NOTHING = new Outcome.Nothing();

    /** {@code firstRequest}: what to ask for in the second HELLO; null: nothing is wanted any more. */
    HandshakeMachine(ClientConfig config, Exchange exchange, Supplier<@Nullable Request> firstRequest) {
        this.config = config;
        this.exchange = exchange;
        this.firstRequest = firstRequest;
        identity = new BrokerIdentity(config);
    }

    BrokerIdentity identity() {
        return identity;
    }

    Phase phase() {
        return phase;
    }

    /** {@code doubtNanos}: how long after the RETRY a session that is there may still prove itself alive. */
    void start(long doubtNanos, long nowNanos, Consumer<? super ClientAction> out) {
        this.doubtNanos = Math.min(doubtNanos, LONGEST_DOUBT_NANOS);
        phase = Phase.ASKING;
        random = exchange.random(RANDOM_BYTES);
        retry = null;
        second = null;
        restartNanos = Deadline.NONE;
        tries = 0;
        sendFirst(nowNanos, out);
    }

    void stop() {
        phase = Phase.IDLE;
        retry = null;
        second = null;
        nextNanos = Deadline.NONE;
        restartNanos = Deadline.NONE;
    }

    Outcome onRetry(Retry retry, long nowNanos, Consumer<? super ClientAction> out) {
        if (phase != Phase.ASKING || !Arrays.equals(retry.random(), random)) {
            return NOTHING;
        }
        Outcome.GaveUp refusal = identity.refusal(retry);
        if (refusal != null) {
            stop();
            return refusal;
        }
        this.retry = retry;
        restartNanos = nowNanos + doubtNanos + COOKIE_NANOS;
        tries = 0;
        phase = Phase.DOUBTING;
        nextNanos = nowNanos + doubtNanos;
        if (doubtNanos == 0) {
            join(nowNanos, out);
        }
        return NOTHING;
    }

    Outcome onWelcome(Welcome welcome) {
        SecondHello hello = second;
        Retry from = retry;
        if (hello == null || from == null || !Arrays.equals(welcome.random(), random)) {
            return NOTHING;
        }
        SecondHello.Accepted accepted = hello.open(welcome);
        if (accepted == null) {
            return NOTHING;
        }
        boolean changed = identity.isOther(from.staticKey());
        identity.onProved(from.staticKey());
        stop();
        return new Outcome.Welcomed(accepted, from.staticKey(), changed, identity.mayHaveToken(from));
    }

    Outcome onVersions(Versions versions) {
        if (phase == Phase.IDLE
                || !Arrays.equals(versions.random(), random)
                || versions.versions().contains(ControlHeader.VERSION)) {
            return NOTHING;
        }
        stop();
        return new Outcome.GaveUp(
                ErrorCode.UNSUPPORTED,
                "the broker speaks versions " + versions.versions() + ", this program speaks " + ControlHeader.VERSION,
                null);
    }

    void onTimeout(long nowNanos, Consumer<? super ClientAction> out) {
        if (Deadline.due(restartNanos, nowNanos)) {
            start(doubtNanos, nowNanos, out);
        } else if (Deadline.due(nextNanos, nowNanos)) {
            switch (phase) {
                case IDLE -> nextNanos = Deadline.NONE;
                case ASKING -> sendFirst(nowNanos, out);
                case DOUBTING -> join(nowNanos, out);
                case JOINING -> sendSecond(nowNanos, out);
            }
        }
    }

    long deadlineNanos() {
        return Deadline.earlier(nextNanos, restartNanos);
    }

    private void join(long nowNanos, Consumer<? super ClientAction> out) {
        Request request = firstRequest.get();
        Retry from = retry;
        if (request == null || from == null) {
            stop();
            return;
        }
        second = SecondHello.write(config, exchange, versions(), from, identity.mayHaveToken(from), request);
        phase = Phase.JOINING;
        sendSecond(nowNanos, out);
    }

    private void sendFirst(long nowNanos, Consumer<? super ClientAction> out) {
        for (int i = 0; i < copies(); i++) {
            ByteBuf datagram = exchange.allocator().directBuffer(HandshakeCodec.HELLO_BYTES);
            HandshakeCodec.encodeHello(datagram, versions(), random, new byte[0], 0, exchange.grease());
            out.accept(new ClientAction.Send(datagram));
        }
        sent(nowNanos);
    }

    private void sendSecond(long nowNanos, Consumer<? super ClientAction> out) {
        for (int i = 0; second != null && i < copies(); i++) {
            byte[] bytes = second.datagram();
            out.accept(new ClientAction.Send(
                    exchange.allocator().directBuffer(bytes.length).writeBytes(bytes)));
        }
        sent(nowNanos);
    }

    private int copies() {
        return tries == 0 ? 1 : 2;
    }

    private void sent(long nowNanos) {
        tries++;
        nextNanos =
                nowNanos + exchange.jittered(FIRST_DISTANCE_NANOS << Math.clamp(tries - FIRST_DISTANCES, 0, DOUBLINGS));
    }

    private List<Integer> versions() {
        List<Integer> versions = new ArrayList<>(List.of(ControlHeader.VERSION));
        if (config.grease()) {
            // A version of the form 0x?a?a?a?a is never spoken (as RFC 9000 §15 has it).
            versions.add((exchange.randomInt() & 0x70707070) | 0x0a0a0a0a);
        }
        return versions;
    }
}
