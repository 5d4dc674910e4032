package io.framecast.protocol.session;

import io.framecast.protocol.session.ClientAction.SessionLost.Reason;
import io.framecast.protocol.session.HandshakeMachine.Outcome;
import io.framecast.protocol.session.HandshakeMachine.Phase;
import io.framecast.protocol.wire.ControlHeader;
import io.framecast.protocol.wire.ControlPacket;
import io.framecast.protocol.wire.ControlPacket.Close;
import io.framecast.protocol.wire.ControlPacket.CloseReason;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import io.framecast.protocol.wire.ControlPacket.Ping;
import io.framecast.protocol.wire.Decoded;
import io.framecast.protocol.wire.Handshake;
import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the broker, notices when it is lost, and finds it again; at most one session at a time, and the old one until there is a new
 * one. Owned by {@link ClientSession}.
 */
final class Connection implements Dialogue.Farewell {

    private static final long SILENT_NANOS = 10_000_000_000L;
    private static final long RETURN_NANOS = 5_000_000_000L;
    private static final long CLOSED_RETURN_NANOS = 1_000_000_000L;

    /** A forged NO_SESSION costs one PING and one HELLO, and not more often than this. */
    private static final long HINT_NANOS = 1_000_000_000L;

    private static final long LEAST_DOUBT_NANOS = 50_000_000L;
    private static final int FAREWELLS = 2;
    static final String WITHHELD =
            "the token was kept back, because nobody vouches for the broker's key: use its ticket";
    private static final String EXPELLED = "the broker's operator has ended this session";

    private final ClientConfig config;
    private final Exchange exchange;
    private final Wishes wishes;
    private final long firstPacketNumber;
    private final HandshakeMachine handshake;
    private @Nullable Dialogue dialogue;
    private boolean everUp;
    private boolean keyTold;
    private boolean refused;
    private boolean expelled;
    private boolean mayHaveToken;
    private Reason reason = Reason.SILENT;
    private boolean lossTold;

    /** Whether the session that a handshake is to replace may be alive. */
    private boolean suspicion;

    private boolean hinted;
    private long hintNanos;
    private long returnNanos = Deadline.NONE;

    Connection(ClientConfig config, Exchange exchange, Wishes wishes, long firstPacketNumber) {
        this.config = config;
        this.exchange = exchange;
        this.wishes = wishes;
        this.firstPacketNumber = firstPacketNumber;
        handshake = new HandshakeMachine(config, exchange, wishes::firstRequest);
    }

    /** The caller wants something: what was refused before may be granted now, but not what an operator has ended. */
    void onWish(Consumer<? super ClientAction> out) {
        if (expelled) {
            out.accept(new ClientAction.Refused(ErrorCode.NOT_ALLOWED, EXPELLED, null));
        } else {
            refused = false;
        }
    }

    /** Whether the broker of the session that there is may be shown a token. */
    boolean mayHaveToken() {
        return mayHaveToken;
    }

    void insistOnKey() {
        handshake.identity().insist();
    }

    /** Starts looking for a session if there is none and something is wanted. */
    void connect(long nowNanos, Consumer<? super ClientAction> out) {
        if (!exchange.up()
                && !refused
                && returnNanos == Deadline.NONE
                && handshake.phase() == Phase.IDLE
                && wishes.any()) {
            suspicion = false;
            handshake.start(0, nowNanos, out);
        }
    }

    void close(Consumer<? super ClientAction> out) {
        for (int i = 0; i < FAREWELLS; i++) {
            exchange.send(new Close(CloseReason.DONE), out);
        }
        handshake.stop();
        exchange.use(null);
        dialogue = null;
    }

    /** A datagram that is neither media nor part of a handshake. */
    void onSealed(ByteBuf datagram, long nowNanos, Consumer<? super ClientAction> out) {
        Link link = exchange.link();
        if (link == null
                || datagram.readableBytes() < ControlHeader.BYTES
                || ControlHeader.sessionId(datagram, datagram.readerIndex()) != link.sessionId()) {
            return;
        }
        Decoded decoded = link.open(datagram, nowNanos);
        if (link.authenticated()) {
            onAlive(link, nowNanos, out);
        }
        if (decoded instanceof ControlPacket packet && dialogue != null) {
            dialogue.onPacket(packet, nowNanos, out);
        }
        if (dialogue != null) {
            dialogue.flush(nowNanos, out);
        }
    }

    /** The broker still knows the session: if it is being replaced on suspicion only, it stays. */
    private void onAlive(Link link, long nowNanos, Consumer<? super ClientAction> out) {
        if (!suspicion || handshake.phase() == Phase.IDLE || handshake.phase() == Phase.JOINING) {
            return;
        }
        handshake.stop();
        wishes.onHandshakeStopped(nowNanos, out);
        if (lossTold) {
            lossTold = false;
            out.accept(new ClientAction.SessionUp(link.sessionId(), true));
        }
    }

    void onHandshake(Handshake packet, long nowNanos, Consumer<? super ClientAction> out) {
        switch (packet) {
            case Handshake.Retry retry -> {
                onOutcome(handshake.onRetry(retry, nowNanos, out), nowNanos, out);
                if (handshake.phase() == Phase.DOUBTING) {
                    exchange.send(new Ping(exchange.randomInt() & 0xffff_ffffL), out);
                }
            }
            case Handshake.Welcome welcome -> onOutcome(handshake.onWelcome(welcome), nowNanos, out);
            case Handshake.Versions versions -> onOutcome(handshake.onVersions(versions), nowNanos, out);
            case Handshake.NoSession none -> onNoSession(none, nowNanos, out);
            case Handshake.Hello hello -> {
                // Clients are not said hello to.
            }
        }
    }

    private void onNoSession(Handshake.NoSession none, long nowNanos, Consumer<? super ClientAction> out) {
        Link link = exchange.link();
        if (link == null
                || none.sessionId() != link.sessionId()
                || handshake.phase() != Phase.IDLE
                || (hinted && nowNanos - hintNanos < HINT_NANOS)) {
            return;
        }
        hinted = true;
        hintNanos = nowNanos;
        search(Reason.UNKNOWN_TO_BROKER, nowNanos, out);
    }

    private void onOutcome(Outcome outcome, long nowNanos, Consumer<? super ClientAction> out) {
        switch (outcome) {
            case Outcome.Nothing nothing -> tellLossOnceJoining(out);
            case Outcome.GaveUp gaveUp -> {
                if (gaveUp.otherKey() != null) {
                    out.accept(new ClientAction.BrokerKey(gaveUp.otherKey(), true));
                }
                refuse(gaveUp.code(), gaveUp.detail(), out);
            }
            case Outcome.Welcomed welcomed -> {
                if (!keyTold || welcomed.keyChanged()) {
                    keyTold = true;
                    out.accept(new ClientAction.BrokerKey(welcomed.brokerKey(), welcomed.keyChanged()));
                }
                SecondHello.Accepted accepted = welcomed.accepted();
                if (accepted.sessionId() == 0) {
                    onTurnedAway(accepted, nowNanos, out);
                } else {
                    mayHaveToken = welcomed.mayHaveToken();
                    onWelcomed(accepted, nowNanos, out);
                }
            }
        }
    }

    private void onWelcomed(SecondHello.Accepted accepted, long nowNanos, Consumer<? super ClientAction> out) {
        // The session before it, if the broker still has it, is not to be fed any longer.
        exchange.send(new Close(CloseReason.DONE), out);
        Link link = new Link(
                accepted.sessionId(),
                accepted.keys(),
                firstPacketNumber,
                accepted.body().leaseNonce(),
                exchange.allocator(),
                nowNanos);
        if (config.grease()) {
            link.greaseWith(exchange::grease);
        }
        exchange.use(link);
        dialogue = new Dialogue(exchange, link, wishes, this, nowNanos);
        out.accept(new ClientAction.SessionUp(accepted.sessionId(), everUp));
        everUp = true;
        lossTold = false;
        returnNanos = Deadline.NONE;
        long inHello = accepted.request().requestId();
        wishes.onSession(inHello, nowNanos, out);
        wishes.onAnswer(accepted.request(), accepted.body().answer(), nowNanos, out);
        exchange.wantReport(nowNanos);
        dialogue.flush(nowNanos, out);
    }

    /** The broker proved who it is, and does not let us in. */
    private void onTurnedAway(SecondHello.Accepted accepted, long nowNanos, Consumer<? super ClientAction> out) {
        if (!(accepted.body().answer() instanceof ControlPacket.Refused answer)) {
            returnNanos = nowNanos + RETURN_NANOS;
            return;
        }
        boolean session = answer.code() != ErrorCode.NOT_ALLOWED;
        if (everUp && answer.code().isLimit()) {
            returnNanos = nowNanos + RETURN_NANOS;
        } else if (session || accepted.tokenWithheld()) {
            String note = accepted.tokenWithheld() ? "; " + WITHHELD : "";
            refuse(answer.code(), answer.detail() + note, out);
        } else {
            // Something else may be allowed.
            wishes.onAnswer(accepted.request(), answer, nowNanos, out);
            connect(nowNanos, out);
        }
    }

    @Override
    public void onClose(CloseReason reason, long nowNanos, Consumer<? super ClientAction> out) {
        switch (reason) {
            case REFUSED -> {
                expelled = true;
                refuse(ErrorCode.NOT_ALLOWED, EXPELLED, out);
            }
            case TOKEN_EXPIRED -> refuse(ErrorCode.TOKEN_EXPIRED, "the token has expired: ask for a new ticket", out);
            case DONE, GOING_AWAY, INTERNAL -> {
                drop(out);
                tellLoss(Reason.CLOSED_BY_BROKER, out);
                if (returnNanos == Deadline.NONE) {
                    returnNanos = nowNanos + CLOSED_RETURN_NANOS;
                }
            }
        }
    }

    @Override
    public void onGoAway(int retryMillis, long nowNanos, Consumer<? super ClientAction> out) {
        out.accept(new ClientAction.GoingAway(retryMillis));
        returnNanos = nowNanos + retryMillis * 1_000_000L;
    }

    void onTimeout(long nowNanos, Consumer<? super ClientAction> out) {
        if (handshake.phase() != Phase.IDLE && !exchange.up() && !wishes.any()) {
            handshake.stop();
        }
        handshake.onTimeout(nowNanos, out);
        tellLossOnceJoining(out);
        if (Deadline.due(returnNanos, nowNanos)) {
            returnNanos = Deadline.NONE;
            if (exchange.up()) {
                reason = Reason.CLOSED_BY_BROKER;
                suspicion = false;
                handshake.start(0, nowNanos, out);
            }
        }
        if (Deadline.due(silentNanos(), nowNanos)) {
            tellLoss(Reason.SILENT, out);
            search(Reason.SILENT, nowNanos, out);
        }
        connect(nowNanos, out);
        if (dialogue != null) {
            dialogue.onTimeout(nowNanos, out);
        }
    }

    long deadlineNanos() {
        long deadline = Deadline.earlier(handshake.deadlineNanos(), returnNanos);
        deadline = Deadline.earlier(deadline, silentNanos());
        return dialogue == null ? deadline : Deadline.earlier(deadline, dialogue.deadlineNanos());
    }

    /** When the broker will have been silent for so long that it is searched for. */
    private long silentNanos() {
        Link link = exchange.link();
        return link == null || handshake.phase() != Phase.IDLE ? Deadline.NONE : link.heardNanos() + SILENT_NANOS;
    }

    /** Looks for a session beside the one there is, which may turn out to be alive. */
    private void search(Reason reason, long nowNanos, Consumer<? super ClientAction> out) {
        this.reason = reason;
        suspicion = true;
        exchange.send(new Ping(exchange.randomInt() & 0xffff_ffffL), out);
        handshake.start(Math.max(LEAST_DOUBT_NANOS, exchange.retryNanos()), nowNanos, out);
    }

    private void refuse(ErrorCode code, String detail, Consumer<? super ClientAction> out) {
        refused = true;
        handshake.stop();
        drop(out);
        out.accept(new ClientAction.Refused(code, detail, null));
    }

    /** There is no session any more. */
    private void drop(Consumer<? super ClientAction> out) {
        if (exchange.up()) {
            exchange.use(null);
            dialogue = null;
            wishes.onSessionOver(out);
        }
    }

    private void tellLossOnceJoining(Consumer<? super ClientAction> out) {
        if (handshake.phase() == Phase.JOINING && exchange.up()) {
            tellLoss(reason, out);
        }
    }

    private void tellLoss(Reason reason, Consumer<? super ClientAction> out) {
        if (!lossTold) {
            lossTold = true;
            out.accept(new ClientAction.SessionLost(reason));
        }
    }
}
