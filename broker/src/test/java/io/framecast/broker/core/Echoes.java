package io.framecast.broker.core;

import io.framecast.protocol.wire.Handshake.Hello;
import io.framecast.protocol.wire.Handshake.Retry;
import io.framecast.protocol.wire.HandshakeCodec;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The cookies that a broker gave out, and the HELLOs that echo them: what an {@link Audit} knows of who may open a session. */
final class Echoes {

    private static final long TURN_NANOS = TestBroker.SECONDS;
    private static final long COOKIE_NANOS = 11 * TestBroker.SECONDS;

    private record CookieOf(InetSocketAddress address, ByteBuffer random, ByteBuffer cookie) {}

    private final Map<CookieOf, Long> cookies = new HashMap<>();
    private final Set<ByteBuffer> hellos = new HashSet<>();
    /** Who echoed a cookie in a HELLO that was not there before, and when: each is good for one session. */
    private final Map<InetSocketAddress, Long> admitted = new HashMap<>();

    private boolean repeated;

    void onRetry(InetSocketAddress to, Retry retry, long nowNanos) {
        cookies.put(new CookieOf(to, ByteBuffer.wrap(retry.random()), ByteBuffer.wrap(retry.cookie())), nowNanos);
    }

    /** Whether the datagram is a HELLO with a cookie that its source was given. */
    boolean onDatagram(InetSocketAddress from, byte[] datagram, long nowNanos) {
        repeated = false;
        if (!(HandshakeCodec.decode(Unpooled.wrappedBuffer(datagram)) instanceof Hello hello)
                || hello.cookie().length == 0) {
            return false;
        }
        Long minted = cookies.get(new CookieOf(from, ByteBuffer.wrap(hello.random()), ByteBuffer.wrap(hello.cookie())));
        boolean echoes = minted != null && nowNanos - minted < COOKIE_NANOS && hello.noiseMessage().length > 0;
        repeated = !hellos.add(ByteBuffer.wrap(datagram.clone()));
        if (echoes && !repeated) {
            admitted.put(from, nowNanos);
        }
        return echoes;
    }

    /** Whether the last datagram was a HELLO that was there before. */
    boolean repeated() {
        return repeated;
    }

    /** Whether a session may open there now; public-key work may have had to wait for its turn. */
    boolean admit(InetSocketAddress peer, long nowNanos) {
        Long proof = admitted.remove(peer);
        return proof != null && nowNanos - proof <= TURN_NANOS;
    }
}
