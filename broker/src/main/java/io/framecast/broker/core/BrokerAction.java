package io.framecast.broker.core;

import io.framecast.protocol.wire.ControlPacket.DropReason;
import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;

/** What {@link BrokerCore} asks of its shell, in order: control datagrams to send, and events worth a line in the log. */
public sealed interface BrokerAction {

    /** A whole control datagram; ownership of {@code datagram} passes to the shell. */
    record Send(InetSocketAddress to, ByteBuf datagram) implements BrokerAction {}

    /** Something for the log; at most one per change of state, never per datagram. */
    sealed interface Event extends BrokerAction {}

    record SessionOpened(long sessionId, InetSocketAddress peer) implements Event {}

    record SessionClosed(long sessionId, InetSocketAddress peer, SessionEnd end) implements Event {}

    /** The client's address changed, and the new one answered its challenge. */
    record SessionMoved(long sessionId, InetSocketAddress from, InetSocketAddress to) implements Event {}

    /** A machine threw: its session was closed, everything else goes on. */
    record SessionFailed(long sessionId, RuntimeException cause) implements Event {}

    record StreamUp(String producerId, long alias, InetSocketAddress peer) implements Event {}

    record StreamDown(String producerId, long alias, EndReason reason) implements Event {}

    /** {@code live}: false while nobody publishes the id. */
    record Subscribed(long sessionId, String producerId, boolean live) implements Event {}

    record Unsubscribed(long sessionId, String producerId, EndReason reason) implements Event {}

    /** In the last ten seconds so much of a stream was left out for so many subscribers. */
    record FramesLeftOut(String producerId, long frames, int subscribers, DropReason reason) implements Event {}

    /** A request was not granted. Peers can repeat it at will, so a shell sums these. */
    record RequestRefused(InetSocketAddress peer, ErrorCode code, String detail) implements Event {}

    /** Why a session is over. */
    enum SessionEnd {
        CLOSED_BY_PEER,
        SILENT,
        SUPERSEDED,
        TOKEN_EXPIRED,
        KICKED,
        KEY_REMOVED,
        FAILED,
        BROKER_STOPPING
    }
}
