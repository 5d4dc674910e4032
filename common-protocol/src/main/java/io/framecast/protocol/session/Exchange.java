package io.framecast.protocol.session;

import io.framecast.protocol.media.MediaSink;
import io.framecast.protocol.time.ClockFilter;
import io.framecast.protocol.wire.ControlPacket;
import io.framecast.protocol.wire.ControlPacket.Request;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How the parts of a client reach the broker: through the session of the moment, if there is one. Owned by {@link ClientSession}. */
final class Exchange {

    private static final long FIRST_RETRY_NANOS = 500_000_000L;

    private final ClientConfig config;
    private final ByteBufAllocator allocator;
    private final MediaSink mediaOut;
    private final RequestTable requests = new RequestTable();
    private final Locks locks;
    private @Nullable Link link;
    private long lastRequestId;
    private String token;
    private long reportNanos = Deadline.NONE;

    Exchange(ClientConfig config, ByteBufAllocator allocator, MediaSink mediaOut) {
        this.config = config;
        this.allocator = allocator;
        this.mediaOut = mediaOut;
        token = config.token();
        locks = new Locks(config.endToEnd());
    }

    Locks locks() {
        return locks;
    }

    /** The token of the moment; empty: none. */
    String token() {
        return token;
    }

    void useToken(String token) {
        this.token = token;
    }

    /** A new session, or none; what was asked in the old one will not be answered. */
    void use(@Nullable Link link) {
        this.link = link;
        requests.clear();
        reportNanos = Deadline.NONE;
    }

    @Nullable
    Link link() {
        return link;
    }

    boolean up() {
        return link != null;
    }

    RequestTable requests() {
        return requests;
    }

    ByteBufAllocator allocator() {
        return allocator;
    }

    MediaSink mediaOut() {
        return mediaOut;
    }

    long nextRequestId() {
        return ++lastRequestId;
    }

    /** Sends {@code request} until it is answered; without a session nothing happens, the next one restores what is wanted. */
    void request(Request request, long nowNanos, Consumer<? super ClientAction> out) {
        if (link != null) {
            requests.onSent(request, retryNanos(), nowNanos);
            link.send((ControlPacket) request, out);
        }
    }

    void send(ControlPacket packet, Consumer<? super ClientAction> out) {
        if (link != null) {
            link.send(packet, out);
        }
    }

    /** Smoothed; 0 while unknown. */
    long roundTripNanos() {
        return link == null ? 0 : link.clock().roundTripNanos();
    }

    /** What a round trip usually takes, whatever one of late took; 0 while unknown. */
    long typicalRoundTripNanos() {
        return link == null ? 0 : link.clock().typicalRoundTripNanos();
    }

    /** The shortest of late; 0 while unknown. */
    long leastRoundTripNanos() {
        return link == null ? 0 : link.clock().leastRoundTripNanos();
    }

    /** Of the round trip; 0 while unknown. */
    long variationNanos() {
        return link == null ? 0 : link.clock().variationNanos();
    }

    long retryNanos() {
        return link == null ? FIRST_RETRY_NANOS : link.clock().retryNanos();
    }

    /** Null while nothing is known of it. */
    @Nullable
    BrokerClock brokerClock(long nowNanos) {
        if (link == null || !link.clock().known()) {
            return null;
        }
        ClockFilter clock = link.clock();
        long offsetMicros = clock.offsetMicros(nowNanos) - config.wallOffsetMicros();
        return new BrokerClock(offsetMicros, clock.uncertaintyMicros(nowNanos), clock.roundTripNanos());
    }

    /** This machine's wall clock, microseconds since the Unix epoch. */
    long wallMicros(long nowNanos) {
        return nowNanos / 1_000 + config.wallOffsetMicros();
    }

    /** Our monotonic time at a wall clock's time in nanoseconds, which is how a report says when it was sent. */
    long monotonicNanos(long wallNanos) {
        return wallNanos - config.wallOffsetMicros() * 1_000;
    }

    /** Asks for a report by then, beside those that are due anyway. */
    void wantReport(long byNanos) {
        reportNanos = Deadline.earlier(reportNanos, byNanos);
    }

    /** When a report was asked for; {@link Deadline#NONE}: not at all. */
    long reportNanos() {
        return reportNanos;
    }

    void onReported() {
        reportNanos = Deadline.NONE;
    }

    /** A number that nobody may take a meaning from; 0 where grease is off. */
    long grease() {
        return config.grease() ? (randomInt() & 0x3fff_fffeL) | 1L << 30 : 0;
    }

    byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        config.random().accept(random);
        return random;
    }

    int randomInt() {
        return ByteBuffer.wrap(random(Integer.BYTES)).getInt();
    }

    /** {@code nanos} give or take a tenth. */
    long jittered(long nanos) {
        return nanos + Math.floorMod(randomInt(), nanos / 5 + 1) - nanos / 10;
    }
}
