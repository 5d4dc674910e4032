package io.framecast.protocol.crypto;

import io.framecast.protocol.wire.ControlCodec;
import io.framecast.protocol.wire.ControlHeader;
import io.framecast.protocol.wire.ControlPacket;
import io.framecast.protocol.wire.Decoded;
import io.framecast.protocol.wire.Limits;
import io.framecast.protocol.wire.Malformed;
import io.framecast.protocol.wire.Tlv;
import io.netty.buffer.ByteBuf;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One end of a session's sealed control packets: AES-256-GCM, the nonce is the 64-bit packet number, the additional data the 16
 * header bytes. Owned by the session's event loop; nothing else may seal with its key.
 */
public final class ControlChannel {

    private static final int REPLAY_WINDOW = 1024;

    private final long sessionId;
    private final int minimumBytes;
    private final Aead sending;
    private final Aead receiving;
    private final ReplayWindow window;
    private final ControlScratch scratch;
    private long nextPacketNumber;
    private boolean newestOpened;
    private int openedType;
    private long openedRequestId = -1;
    private @Nullable LongSupplier grease;

    /**
     * A channel with a scratch of its own.
     *
     * @param minimumBytes shorter datagrams are padded to this: 128 at a client, so that an answer to a datagram from a new
     *     address is no amplification; 0 at the broker
     * @param firstPacketNumber where both directions start: 0, something else only in tests
     */
    public ControlChannel(long sessionId, byte[] sendKey, byte[] receiveKey, int minimumBytes, long firstPacketNumber) {
        this(sessionId, sendKey, receiveKey, minimumBytes, firstPacketNumber, new ControlScratch());
    }

    private ControlChannel(
            long sessionId,
            byte[] sendKey,
            byte[] receiveKey,
            int minimumBytes,
            long firstPacketNumber,
            ControlScratch scratch) {
        this.sessionId = sessionId;
        this.minimumBytes = minimumBytes;
        this.scratch = scratch;
        this.sending = new Aead(sendKey, scratch.cipher);
        this.receiving = new Aead(receiveKey, scratch.cipher);
        this.window = new ReplayWindow(REPLAY_WINDOW, firstPacketNumber);
        this.nextPacketNumber = firstPacketNumber;
    }

    /** The client's end. */
    public static ControlChannel client(long sessionId, SessionKeys keys, long firstPacketNumber) {
        return new ControlChannel(sessionId, keys.clientToBroker(), keys.brokerToClient(), 128, firstPacketNumber);
    }

    /** The broker's end; {@code scratch} is shared with all that belong to the same thread. */
    public static ControlChannel broker(
            long sessionId, SessionKeys keys, long firstPacketNumber, ControlScratch scratch) {
        return new ControlChannel(
                sessionId, keys.brokerToClient(), keys.clientToBroker(), 0, firstPacketNumber, scratch);
    }

    /** From now on every packet with room for it carries a TLV that nobody knows. */
    public void greaseWith(LongSupplier random) {
        this.grease = random;
    }

    /**
     * Appends a whole datagram of 32 to 1200 bytes.
     *
     * @throws IllegalArgumentException when the packet does not fit ({@link ControlCodec#encode})
     */
    public void seal(ControlPacket packet, ByteBuf out) {
        ByteBuf clear = scratch.clear;
        byte[] header = scratch.header;
        clear.clear();
        ControlCodec.encode(packet, clear);
        LongSupplier random = grease;
        if (random != null && clear.readableBytes() + Tlv.GREASE_BYTES <= Limits.BODY_BYTES) {
            Tlv.grease(clear, random.getAsLong());
        }
        int missing = minimumBytes - clear.readableBytes() - ControlHeader.BYTES - ControlHeader.TAG_BYTES;
        if (missing > 0) {
            Tlv.padding(clear, Math.max(2, missing));
        }
        scratch.headerBuffer.clear();
        ControlHeader.write(scratch.headerBuffer, ControlCodec.typeOf(packet), sessionId, (int) nextPacketNumber);
        Aead.counterNonce(scratch.nonce, nextPacketNumber);
        nextPacketNumber++;
        int bytes = sending.seal(
                scratch.nonce, header, header.length, clear.array(), 0, clear.readableBytes(), scratch.sealed, 0);
        out.writeBytes(header);
        out.writeBytes(scratch.sealed, 0, bytes);
    }

    /**
     * Opens the readable bytes of {@code datagram} and leaves its indices alone. Never throws.
     *
     * @return the packet; {@link Malformed#NOT_AUTHENTIC} or {@link Malformed#REPLAYED}; or, once it has authenticated, why it
     *     cannot be read
     */
    public Decoded open(ByteBuf datagram) {
        newestOpened = false;
        openedType = -1;
        openedRequestId = -1;
        int at = datagram.readerIndex();
        int length = datagram.readableBytes();
        Malformed malformed = ControlHeader.check(datagram, at, length);
        if (malformed != null) {
            return malformed;
        }
        if (length < ControlHeader.BYTES + ControlHeader.TAG_BYTES) {
            return Malformed.TRUNCATED;
        }
        if (length > Limits.CONTROL_BYTES) {
            return Malformed.OUT_OF_RANGE;
        }
        long packetNumber = window.recover(ControlHeader.packetNumber(datagram, at));
        if (!window.fresh(packetNumber)) {
            return Malformed.REPLAYED;
        }
        byte[] header = scratch.header;
        byte[] sealed = scratch.sealed;
        ByteBuf clear = scratch.clear;
        datagram.getBytes(at, header);
        int sealedBytes = length - ControlHeader.BYTES;
        datagram.getBytes(at + ControlHeader.BYTES, sealed, 0, sealedBytes);
        Aead.counterNonce(scratch.nonce, packetNumber);
        int bytes = receiving.open(scratch.nonce, header, header.length, sealed, 0, sealedBytes, clear.array(), 0);
        if (bytes < 0) {
            return Malformed.NOT_AUTHENTIC;
        }
        newestOpened = packetNumber > window.highest();
        window.accept(packetNumber);
        openedType = ControlHeader.type(datagram, at);
        clear.setIndex(0, bytes);
        Decoded decoded = ControlCodec.decode(openedType, clear);
        if (decoded instanceof Malformed) {
            openedRequestId = ControlCodec.requestId(clear);
        }
        return decoded;
    }

    /** Whether the last {@link #open} authenticated a packet with the highest number so far. */
    public boolean newestOpened() {
        return newestOpened;
    }

    /** Whether the last {@link #open} authenticated its packet, readable or not. */
    public boolean authenticated() {
        return openedType >= 0;
    }

    /** The request id of the last packet that authenticated but could not be read, for the ERROR that answers it; -1 without one. */
    public long unreadableRequestId() {
        return openedRequestId;
    }

    public long sessionId() {
        return sessionId;
    }
}
