package io.framecast.protocol.session;

import io.framecast.protocol.crypto.ControlChannel;
import io.framecast.protocol.crypto.SessionKeys;
import io.framecast.protocol.crypto.TrailerSigner;
import io.framecast.protocol.time.ClockFilter;
import io.framecast.protocol.wire.ControlPacket;
import io.framecast.protocol.wire.Decoded;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** One session as the broker granted it: its keys, its lease, its clocks. Ends with the session. */
final class Link {

    private static final int USUAL_BYTES = 512;

    private final long sessionId;
    private final ControlChannel channel;
    private final TrailerSigner trailer;
    private final ByteBufAllocator allocator;
    private final NoticeInbox notices = new NoticeInbox();
    private final DropInbox drops = new DropInbox();
    private final ClockFilter clock = new ClockFilter();
    private byte[] leaseNonce;
    private long nonceNanos;
    private long heardNanos;

    Link(
            long sessionId,
            SessionKeys keys,
            long firstPacketNumber,
            byte[] leaseNonce,
            ByteBufAllocator allocator,
            long nowNanos) {
        this.sessionId = sessionId;
        this.allocator = allocator;
        channel = ControlChannel.client(sessionId, keys, firstPacketNumber);
        trailer = new TrailerSigner(keys.clientToBroker());
        this.leaseNonce = leaseNonce;
        nonceNanos = nowNanos;
        heardNanos = nowNanos;
    }

    long sessionId() {
        return sessionId;
    }

    /** {@code random}: one TLV that nobody knows in every packet. */
    void greaseWith(LongSupplier random) {
        channel.greaseWith(random);
    }

    TrailerSigner trailer() {
        return trailer;
    }

    NoticeInbox notices() {
        return notices;
    }

    DropInbox drops() {
        return drops;
    }

    ClockFilter clock() {
        return clock;
    }

    byte[] leaseNonce() {
        return leaseNonce;
    }

    /**
     * A fresh proof of receipt for the next report.
     *
     * @return how old the one was that it replaces
     */
    long onLeaseNonce(byte[] nonce, long nowNanos) {
        long age = nowNanos - nonceNanos;
        leaseNonce = nonce;
        nonceNanos = nowNanos;
        return age;
    }

    /** When the last packet came that nobody but the broker can have sealed. */
    long heardNanos() {
        return heardNanos;
    }

    /** Whether the last {@link #open} showed that the broker sealed the packet, readable or not. */
    boolean authenticated() {
        return channel.authenticated();
    }

    Decoded open(ByteBuf datagram, long nowNanos) {
        Decoded decoded = channel.open(datagram);
        if (channel.authenticated()) {
            heardNanos = nowNanos;
        }
        return decoded;
    }

    void send(ControlPacket packet, Consumer<? super ClientAction> out) {
        ByteBuf datagram = allocator.directBuffer(USUAL_BYTES);
        channel.seal(packet, datagram);
        out.accept(new ClientAction.Send(datagram));
    }
}
