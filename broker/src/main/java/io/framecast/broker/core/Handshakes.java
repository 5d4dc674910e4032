package io.framecast.broker.core;

import io.framecast.protocol.crypto.Cookie;
import io.framecast.protocol.crypto.NoiseResponder;
import io.framecast.protocol.crypto.X25519;
import io.framecast.protocol.wire.ControlHeader;
import io.framecast.protocol.wire.ControlPacket.Answer;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import io.framecast.protocol.wire.ControlPacket.Refused;
import io.framecast.protocol.wire.Handshake.Hello;
import io.framecast.protocol.wire.Handshake.HelloBody;
import io.framecast.protocol.wire.Handshake.Retry;
import io.framecast.protocol.wire.Handshake.Versions;
import io.framecast.protocol.wire.Handshake.Welcome;
import io.framecast.protocol.wire.Handshake.WelcomeBody;
import io.framecast.protocol.wire.HandshakeBodyCodec;
import io.framecast.protocol.wire.HandshakeCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;

/**
 * HELLOs, from the first without a cookie to the WELCOME. In this order: is the source plausible, is the cookie alive (where it is not, is
 * it answered at all: {@link FirstHellos}), was this handshake done already, has the prefix a share of public-key work left, is it its turn,
 * does Noise authenticate, what may the peer do. Nothing is kept about a peer before its cookie has come back but, where too many ask, that it
 * did; and nothing larger than its own datagram is sent to it.
 */
final class Handshakes {

    private static final int EPHEMERAL_BYTES = 32;
    private static final int USUAL_BYTES = 512;
    private static final byte[] NO_NONCE = {};

    private final Context context;
    private final Sessions sessions;
    private final Requests requests;
    private final StatelessReplies replies;
    private final FirstHellos first;
    private final PrefixSketch work;
    private final WelcomeCache welcomes;
    private final Timer welcomesExpire;
    private final HelloQueue queue;
    private final Timer turn;
    private final Cookie cookies;
    private final byte[] publicKey;
    private boolean closed;

    Handshakes(Context context, Sessions sessions, Requests requests, StatelessReplies replies, long nowNanos) {
        this.context = context;
        this.sessions = sessions;
        this.requests = requests;
        this.replies = replies;
        first = new FirstHellos(context.randomLong(), nowNanos);
        int perSecond = context.limits.handshakesPerSecondPerPrefix();
        work = new PrefixSketch(
                perSecond, 5 * perSecond, new long[] {context.randomLong(), context.randomLong()}, nowNanos);
        welcomes = new WelcomeCache(2 * context.limits.sessions());
        welcomesExpire = new Timer(null, this::onWelcomesExpire);
        queue = new HelloQueue(nowNanos);
        turn = new Timer(null, this::onTurn);
        cookies = new Cookie(context.config.random(), nowNanos);
        publicKey = X25519.publicKey(context.config.staticPrivateKey());
    }

    byte[] publicKey() {
        return publicKey.clone();
    }

    private void onWelcomesExpire(long nowNanos, Consumer<? super BrokerAction> out) {
        welcomes.onTimeout(nowNanos);
        context.timers.set(welcomesExpire, welcomes.deadlineNanos());
    }

    /** The broker is stopping: nobody is let in any more. */
    void close() {
        closed = true;
    }

    void onHello(Hello hello, InetSocketAddress from, int bytes, long nowNanos, Consumer<? super BrokerAction> out) {
        context.count(BrokerCounter.HELLOS);
        if (closed) {
            return;
        }
        boolean spoken = hello.versions().contains(ControlHeader.VERSION);
        boolean proven = spoken
                && hello.cookie().length > 0
                && cookies.verify(ControlHeader.VERSION, from, hello.random(), hello.cookie(), nowNanos);
        if (!proven && !first.answers(from, nowNanos)) {
            context.count(BrokerCounter.HELLOS_DEFERRED);
            return;
        }
        if (!spoken) {
            replies.send(new Versions(hello.random(), List.of(ControlHeader.VERSION)), from, bytes, nowNanos, out);
            return;
        }
        if (!proven || hello.noiseMessage().length < EPHEMERAL_BYTES) {
            if (hello.cookie().length > 0 && !proven) {
                context.count(BrokerCounter.COOKIES_REFUSED);
            }
            byte[] cookie = cookies.mint(ControlHeader.VERSION, from, hello.random(), nowNanos);
            Retry retry = new Retry(hello.random(), publicKey, context.config.pin(), cookie);
            if (replies.send(retry, from, bytes, nowNanos, out)) {
                context.count(BrokerCounter.RETRIES_SENT);
            }
            return;
        }
        if (welcomes.knows(from, hello.noiseMessage(), nowNanos)) {
            byte[] again = welcomes.find(from, hello.noiseMessage());
            if (again != null) {
                context.count(BrokerCounter.WELCOMES_REPEATED);
                send(from, again, out);
            }
            return;
        }
        if (!SourceAddress.loopback(from) && !work.admits(SourceAddress.prefix(from), nowNanos)) {
            context.count(BrokerCounter.HANDSHAKES_LIMITED);
            return;
        }
        if (SourceAddress.loopback(from) || queue.admits(nowNanos)) {
            onProvenHello(hello, from, nowNanos, out);
        } else if (queue.add(hello, from)) {
            context.timers.noLaterThan(turn, queue.deadlineNanos(nowNanos));
        } else {
            context.count(BrokerCounter.HANDSHAKES_LIMITED);
        }
    }

    void onBatchEnd() {
        queue.onBatchEnd();
    }

    private void onTurn(long nowNanos, Consumer<? super BrokerAction> out) {
        HelloQueue.Waiting next = queue.next(nowNanos);
        // Before anything that can fail, or the others would wait for ever.
        context.timers.set(turn, queue.deadlineNanos(nowNanos));
        // It may have been said twice while it waited.
        if (next != null && !closed && !welcomes.knows(next.from(), next.hello().noiseMessage(), nowNanos)) {
            onProvenHello(next.hello(), next.from(), nowNanos, out);
        }
    }

    private void onProvenHello(Hello hello, InetSocketAddress from, long nowNanos, Consumer<? super BrokerAction> out) {
        NoiseResponder noise = new NoiseResponder(
                hello.prologue(),
                context.config.staticPrivateKey(),
                publicKey,
                context.randomBytes(BrokerConfig.KEY_BYTES));
        byte[] payload = noise.readMessage(hello.noiseMessage());
        HelloBody body = payload == null ? null : HandshakeBodyCodec.decodeHello(payload);
        if (body == null) {
            context.count(BrokerCounter.HANDSHAKES_REFUSED);
            return;
        }
        long requestId = body.request().requestId();
        if (sessions.full()) {
            context.count(BrokerCounter.LIMIT_SESSIONS);
            Refused full = new Refused(requestId, ErrorCode.LIMIT_SESSIONS, "the broker is full: try again later");
            refuse(noise, hello, from, full, nowNanos, out);
            return;
        }
        Grant grant = context.authorizer.authorize(from, body.proof(), noise.bindingHash(), body.token(), nowNanos);
        switch (grant) {
            case Grant.Denied denied ->
                refuse(noise, hello, from, new Refused(requestId, denied.code(), denied.detail()), nowNanos, out);
            case Grant.Allowed allowed -> open(noise, hello, body, from, allowed, nowNanos, out);
        }
    }

    /** Says no without keeping anything: the same HELLO again costs its sender's share of work again. */
    private void refuse(
            NoiseResponder noise,
            Hello hello,
            InetSocketAddress from,
            Refused refused,
            long nowNanos,
            Consumer<? super BrokerAction> out) {
        context.count(BrokerCounter.REQUESTS_REFUSED);
        out.accept(new BrokerAction.RequestRefused(from, refused.code(), refused.detail()));
        send(from, welcome(noise, hello, 0, NO_NONCE, refused, nowNanos), out);
    }

    private void open(
            NoiseResponder noise,
            Hello hello,
            HelloBody body,
            InetSocketAddress from,
            Grant.Allowed grant,
            long nowNanos,
            Consumer<? super BrokerAction> out) {
        welcomes.begin(from, hello.noiseMessage(), nowNanos);
        context.timers.noLaterThan(welcomesExpire, welcomes.deadlineNanos());
        Session session = sessions.open(from, grant, nowNanos, out);
        // The answer may take a second (another producer has the id and is asked whether it lives); until then the
        // session has no keys and says nothing.
        Reply welcome = (answer, now, action) -> {
            byte[] datagram = welcome(noise, hello, session.id, sessions.leaseNonce(session, now), answer, now);
            session.open(noise.keys());
            welcomes.put(from, hello.noiseMessage(), datagram);
            send(from, datagram, action);
        };
        requests.onRequest(session, body.request(), welcome, nowNanos, out);
    }

    private byte[] welcome(
            NoiseResponder noise, Hello hello, long sessionId, byte[] nonce, Answer answer, long nowNanos) {
        byte[] payload =
                HandshakeBodyCodec.encode(new WelcomeBody(sessionId, nonce, context.wallMicros(nowNanos), answer));
        ByteBuf datagram = Unpooled.buffer(USUAL_BYTES);
        HandshakeCodec.encode(new Welcome(sessionId, hello.random(), noise.writeMessage(payload)), datagram);
        return ByteBufUtil.getBytes(datagram);
    }

    private void send(InetSocketAddress to, byte[] datagram, Consumer<? super BrokerAction> out) {
        context.count(BrokerCounter.CONTROL_SENT);
        context.count(BrokerCounter.CONTROL_BYTES_SENT, datagram.length);
        out.accept(new BrokerAction.Send(
                to, context.allocator.buffer(datagram.length).writeBytes(datagram)));
    }
}
