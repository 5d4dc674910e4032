package io.framecast.protocol.wire;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sealed control messages: what one control packet carries between the 16-byte header and the tag.
 * PROTOCOL.md has the TLV numbers. Byte arrays are owned by the record and never changed after construction.
 * Sequence and frame numbers are u32 kept in an {@code int}; aliases, request ids and session ids are kept in a {@code long}.
 */
public sealed interface ControlPacket extends Decoded {

    // ---- requests, client to broker; a retry keeps its request id and gets a new packet number ----

    /** Asks for a stream. Idempotent: the same id again changes only the budget. {@code receiveBufferBytes} is what the OS granted, 0 unknown. */
    record Subscribe(long requestId, String producerId, int latencyMillis, int receiveBufferBytes)
            implements ControlPacket, Request {}

    /** Answered by {@link End} with the same request id, after which no datagram of the stream is sent. */
    record Unsubscribe(long requestId, String producerId) implements ControlPacket, Request {}

    /** Asks for the live streams whose id starts with {@code prefix}, in order of id, after {@code after} (empty: from the start). */
    record ListStreams(long requestId, String prefix, String after) implements ControlPacket, Request {}

    /** Publishes. {@code owner}: 32 bytes that only this producer can derive; {@code baseKey}: 32 fresh random bytes. */
    record Announce(
            long requestId,
            String producerId,
            byte[] owner,
            byte[] baseKey,
            int fragmentBytes,
            Metadata metadata,
            List<LaneStart> lanes)
            implements ControlPacket, Request {}

    /** Presents a new token within the session. */
    record Update(long requestId, String token) implements ControlPacket, Request {}

    // ---- answers, broker to client ----

    /** {@code stream} is null while the id is not live: the subscription waits. */
    record SubscribeOk(
            long requestId, String producerId, @Nullable StreamInfo stream) implements ControlPacket, Answer {}

    record AnnounceOk(long requestId, long alias) implements ControlPacket, Answer {}

    /** One page; {@code more}: ask again after the last id. */
    record ListOk(long requestId, List<StreamEntry> streams, boolean more) implements ControlPacket, Answer {}

    record UpdateOk(long requestId) implements ControlPacket, Answer {}

    /** The wire type ERROR: a request that was not granted. {@code detail} is for people, at most 200 bytes. */
    record Refused(long requestId, ErrorCode code, String detail) implements ControlPacket, Answer {}

    /**
     * Ends a stream. From a producer it is a request (its stream is over); with the request id of an UNSUBSCRIBE or END it is
     * the answer; with request id 0 the broker tells a producer that its stream was ended ({@code reason} says why).
     */
    record End(long requestId, long alias, EndReason reason) implements ControlPacket, Request, Answer {}

    // ---- notices, broker to client; numbered from 1 per session, acknowledged by the next REPORT, sent at once ----

    record Notice(long number, NoticeBody body) implements ControlPacket {}

    // ---- reports and repair ----

    /**
     * Client to broker, 1 s apart. {@code sentNanos} is the client's own clock and comes back; {@code noticesSeen} and
     * {@code dropsSeen} are the highest notice and drop number below which none is missing; {@code received} is what a subscriber
     * has, {@code viewed} how its streams fare; {@code published} where a producer's lanes stand, {@code encoded} how long its
     * frames took to get there.
     */
    record Report(
            long sentNanos,
            byte[] leaseNonce,
            long noticesSeen,
            long dropsSeen,
            List<LaneReport> received,
            List<StreamReport> viewed,
            List<LanePosition> published,
            List<EncodeTime> encoded,
            List<String> subscribed)
            implements ControlPacket {}

    /**
     * {@code holdNanos}: time between receipt of the report and this answer; {@code brokerMicros}: the broker's wall clock at
     * sending; {@code unknown}: subscribed ids that the broker does not know (subscribe again); {@code contiguous}: per published
     * lane the next sequence that the broker misses; {@code clocks}: the producers' clocks as the broker measured them;
     * {@code hops}: how old the frames of the subscribed streams were on their way.
     */
    record ReportAck(
            long echoNanos,
            long holdNanos,
            long brokerMicros,
            byte[] leaseNonce,
            List<String> unknown,
            List<LanePosition> contiguous,
            List<ClockOffset> clocks,
            List<HopTimes> hops)
            implements ControlPacket {}

    record Nack(long alias, int lane, List<SequenceRange> missing) implements ControlPacket {}

    /**
     * These sequences will not come. {@code number}: from 1 in each session where the broker left them out, which it repeats until a
     * REPORT has seen it; 0 in the answer to a NACK.
     */
    record Drop(long alias, int lane, SequenceRange gone, DropReason reason, long number) implements ControlPacket {}

    record KeyRequest(long alias, int track) implements ControlPacket {}

    // ---- path and liveness ----

    record Ping(long token) implements ControlPacket {}

    /** {@code sentNanos}: a client's own clock when it answers, which is how the broker knows it; 0: not told. */
    record Pong(long token, long sentNanos) implements ControlPacket {
        public Pong(long token) {
            this(token, 0);
        }
    }

    record PathChallenge(long token) implements ControlPacket {}

    record PathResponse(long token) implements ControlPacket {}

    /** Ends the session, both ways. */
    record Close(CloseReason reason) implements ControlPacket {}

    // ---- parts ----

    sealed interface Request {
        long requestId();
    }

    sealed interface Answer {
        long requestId();
    }

    /**
     * Public facts of a stream, &lt;= 512 bytes encoded; zero or empty where unknown. {@code codec}: WebCodecs string of the picture (or
     * the sound). {@code endToEnd}: null where the broker has the key.
     */
    record Metadata(
            String title,
            List<String> tags,
            String codec,
            int width,
            int height,
            int milliFps,
            int bitrate,
            @Nullable EndToEnd endToEnd) {
        public Metadata(
                String title, List<String> tags, String codec, int width, int height, int milliFps, int bitrate) {
            this(title, tags, codec, width, height, milliFps, bitrate, null);
        }

        /** The same of a stream whose key comes from a passphrase. */
        public Metadata locked(EndToEnd value) {
            return new Metadata(title, tags, codec, width, height, milliFps, bitrate, value);
        }
    }

    /** A stream whose base key comes from a passphrase: 16 bytes of salt for it, and 16 that tell whether it is the right one. */
    record EndToEnd(byte[] salt, byte[] check) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof EndToEnd same && Arrays.equals(salt, same.salt) && Arrays.equals(check, same.check);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(check);
        }
    }

    /** What a receiver needs: {@code epoch} is the oldest key epoch still cached; {@code lanes} only those active now. */
    record StreamInfo(
            long alias, byte[] baseKey, long epoch, int fragmentBytes, Metadata metadata, List<LaneStart> lanes) {}

    /** Nothing before {@code firstSequence} and {@code firstFrame} is awaited on {@code lane} (track&lt;&lt;3 | temporal id). */
    record LaneStart(int lane, int firstSequence, int firstFrame) {

        /** The track of a stream whose frames are timed: the first that is not the catalog; 0 where there is none. */
        public static int timedTrack(List<LaneStart> lanes) {
            for (LaneStart start : lanes) {
                if (start.lane() >>> 3 != 0) {
                    return start.lane() >>> 3;
                }
            }
            return 0;
        }
    }

    /** {@code nextSequence}: one past the newest sent, received or (in an END) last. */
    record LanePosition(long alias, int lane, int nextSequence) {}

    /** {@code sinceSeconds}: how long the stream has been live. */
    record StreamEntry(String producerId, Metadata metadata, int viewers, int bitrate, long sinceSeconds) {}

    /**
     * Cumulative since the lane's start. {@code received} contains {@code repaired}: what came because it was asked for, or was
     * recovered; {@code lost}: given up; {@code jitterMicros}: RFC 3550 §6.4.1.
     */
    record LaneReport(
            long alias, int lane, int highestSequence, long received, long lost, long repaired, int jitterMicros) {}

    /**
     * How a subscribed stream fares. {@code bytes} of all its media datagrams since its alias is known; {@code queueMicros}: how much
     * longer than the fastest of the last 10 s datagrams are under way now; {@code latencyMicros} and {@code worstMicros}: median and
     * maximum of the frames' age when complete, since the last report, 0 without any, {@code absolute} where clocks allow to say so;
     * {@code catchingUp}: what is shown is not live yet.
     */
    record StreamReport(
            long alias,
            boolean catchingUp,
            boolean absolute,
            long bytes,
            int queueMicros,
            int latencyMicros,
            int worstMicros) {}

    /** Median time from capture until a frame of {@code alias} was sealed, since the last report. */
    record EncodeTime(long alias, int micros) {}

    /**
     * Medians of the age of the frames of {@code alias}, in microseconds since capture, over about the last second: when sealed at the
     * producer, when the broker had the whole of them, when it had sent the whole of them on. 0: not known.
     */
    record HopTimes(long alias, int encodedMicros, int arrivedMicros, int forwardedMicros) {}

    /** {@code count} sequences from {@code first}, 1..65535. */
    record SequenceRange(int first, int count) {}

    /** Add {@code offsetMicros} to a capture time of {@code alias} to get the broker's wall clock. */
    record ClockOffset(long alias, long offsetMicros, int uncertaintyMicros) {}

    sealed interface NoticeBody {
        /** The stream of a subscribed id came up (or came back under a new alias); media follows. */
        record Up(String producerId, StreamInfo stream) implements NoticeBody {}

        /** {@code last}: where each lane ended, so that its tail can still be asked for. The subscription stays. */
        record Down(String producerId, long alias, EndReason reason, List<LanePosition> last) implements NoticeBody {}

        /** Lanes of a live stream that start (again) here; {@code level}: how much of the stream the subscriber gets from now on. */
        record Switched(long alias, List<LaneStart> lanes, Level level) implements NoticeBody {}

        /** The broker is stopping; come back after {@code retryMillis}. */
        record GoAway(int retryMillis) implements NoticeBody {}
    }

    enum ErrorCode {
        UNSUPPORTED,
        BAD_REQUEST,
        NOT_ALLOWED,
        SECRET_REQUIRED,
        WRONG_SECRET,
        TOKEN_INVALID,
        TOKEN_EXPIRED,
        LIMIT_SESSIONS,
        LIMIT_STREAMS,
        LIMIT_SUBSCRIPTIONS,
        LIMIT_SUBSCRIBERS,
        LIMIT_BITRATE,
        ID_TAKEN,
        MTU;

        /** Whether room may be made for what was refused. */
        public boolean isLimit() {
            return switch (this) {
                case LIMIT_SESSIONS, LIMIT_STREAMS, LIMIT_SUBSCRIPTIONS, LIMIT_SUBSCRIBERS, LIMIT_BITRATE -> true;
                case UNSUPPORTED,
                        BAD_REQUEST,
                        NOT_ALLOWED,
                        SECRET_REQUIRED,
                        WRONG_SECRET,
                        TOKEN_INVALID,
                        TOKEN_EXPIRED,
                        ID_TAKEN,
                        MTU -> false;
            };
        }
    }

    enum EndReason {
        UNSUBSCRIBED,
        ENDED,
        TAKEN_OVER,
        TIMED_OUT,
        SESSION_CLOSED,
        TOKEN_EXPIRED,
        LIMIT,
        BROKER_STOPPING,
        CONGESTED
    }

    /** How much of a stream goes to a subscriber whose path takes no more, from all to nothing. */
    enum Level {
        ALL,
        KEY_FRAMES,
        SOUND,
        PAUSED
    }

    enum DropReason {
        RING_MISS,
        BACKLOG,
        RATE,
        SOURCE_LOSS
    }

    enum CloseReason {
        DONE,
        REFUSED,
        TOKEN_EXPIRED,
        GOING_AWAY,
        INTERNAL
    }
}
