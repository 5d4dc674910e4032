package io.framecast.protocol.session;

import io.framecast.protocol.media.Frame;
import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import io.framecast.protocol.wire.ControlPacket.Level;
import io.framecast.protocol.wire.ControlPacket.StreamEntry;
import io.framecast.protocol.wire.ControlPacket.StreamInfo;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@link ClientSession} asks of its shell, or tells it, in the order in which it happened. */
public sealed interface ClientAction {

    /** A whole control datagram for the broker; ownership of {@code datagram} passes to the shell. */
    record Send(ByteBuf datagram) implements ClientAction {}

    // ---- the session ----

    /** There is a session. {@code again}: there was one before, and everything that was wanted is being restored. */
    record SessionUp(long sessionId, boolean again) implements ClientAction {}

    /** The broker was lost and is being searched for; nothing has to be done. */
    record SessionLost(Reason reason) implements ClientAction {

        public enum Reason {
            /** Nothing came for ten seconds. */
            SILENT,
            /** The broker does not know the session: it was restarted, or it had not heard from here for too long. */
            UNKNOWN_TO_BROKER,
            /** The broker said good-bye. */
            CLOSED_BY_BROKER
        }
    }

    /** The broker is stopping; it is tried again after {@code retryMillis}. */
    record GoingAway(int retryMillis) implements ClientAction {}

    /** The broker proved that it has {@code key} (32 bytes). {@code changed}: another one was expected. */
    record BrokerKey(byte[] key, boolean changed) implements ClientAction {}

    /**
     * Final until the caller acts. With a {@code producerId} that subscription or publication is over and forgotten; with null the
     * broker lets this client in for nothing, and nothing more is sent until the next call of {@code subscribe}, {@code publish},
     * {@code list} or {@code update}, which tries again all that is still wanted.
     */
    record Refused(ErrorCode code, String detail, @Nullable String producerId) implements ClientAction {}

    /** The new token was taken. */
    record TokenAccepted() implements ClientAction {}

    /** The new token was not taken; what the session may do has not changed. */
    record TokenRefused(ErrorCode code, String detail) implements ClientAction {}

    // ---- subscriptions ----

    /** The first answer to a subscription: it is live, media follows. */
    record SubscribedLive(String producerId, StreamInfo stream) implements ClientAction {}

    /** Nobody publishes the id now; {@link Up} follows when somebody does. */
    record Waiting(String producerId) implements ClientAction {}

    /** The stream came up, or came back; no frame of an earlier one follows. */
    record Up(String producerId, StreamInfo stream) implements ClientAction {}

    /**
     * How much of the stream the broker sends from now on: less than {@link Level#ALL} where the path from it takes no more. After
     * {@link Up} and {@link SubscribedLive} it is all.
     */
    record LevelChanged(String producerId, Level level) implements ClientAction {}

    /**
     * The stream is over, its tail delivered. The subscription stays. {@link EndReason#CONGESTED}: for this subscriber, who is asked to
     * wait; it is subscribed to again by itself after 30 s, and later after longer.
     */
    record Down(String producerId, EndReason reason) implements ClientAction {}

    /**
     * A stream is encrypted with a passphrase under {@code salt}: the shell makes the lock of it, elsewhere than on the loop, and gives it to
     * {@link ClientSession#onLock}. Asked once for each salt.
     */
    record LockWanted(byte[] salt) implements ClientAction {}

    /** The broker confirmed the end of the subscription, or there is no session any more in which it could go on. */
    record Unsubscribed(String producerId) implements ClientAction {}

    /** A whole frame, in decode order within its track, never twice; track 0 is the catalog's JSON. */
    record Deliver(String producerId, Frame frame) implements ClientAction {}

    // ---- lists: answered in the order of the calls ----

    record Listed(List<StreamEntry> streams) implements ClientAction {}

    record ListRefused(ErrorCode code, String detail) implements ClientAction {}

    // ---- publications ----

    /** The stream is live under {@code alias}; again after each time that it had to be announced again. */
    record Published(String producerId, long alias) implements ClientAction {}

    /** The broker ended the publication, somebody else may have taken it over; it is not announced again. */
    record Displaced(String producerId, EndReason reason) implements ClientAction {}

    /** {@link Publisher#end} is done. */
    record Ended(String producerId) implements ClientAction {}

    /** The next frame of the track should be a key frame; nothing else is of use to anyone. */
    record KeyFrameWanted(String producerId, int track) implements ClientAction {}
}
