package io.framecast.protocol.crypto;

import io.netty.buffer.ByteBuf;

/** What becomes of the sealed bytes of a received fragment. */
public sealed interface FragmentOpener permits MediaOpener, SealedFragments {

    /** By how much what is opened is shorter than what was sealed. */
    int tagBytes();

    /** Whether frames begin with the header of their first fragment, because it is needed to open them elsewhere. */
    boolean keepsHeader();

    /**
     * Opens a DATA datagram that has passed {@link io.framecast.protocol.wire.MediaHeader#check}.
     *
     * @param length bytes of the datagram, tag included, without an ingress trailer
     * @return bytes written from {@code targetOffset}, or -1: not authentic, or longer than the room in {@code target}; what was there is
     *     then undefined up to {@code length}
     */
    int open(ByteBuf datagram, int at, int length, byte[] target, int targetOffset);

    /**
     * Makes the sealed bytes again of a packet that was opened.
     *
     * @param header of the packet, exactly as it was
     * @return bytes written from {@code targetOffset}, tag included; -1: it cannot be, or there is no room
     */
    int sealAgain(ByteBuf header, int at, int headerBytes, byte[] opened, int bytes, byte[] target, int targetOffset);
}
