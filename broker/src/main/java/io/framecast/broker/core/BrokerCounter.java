package io.framecast.broker.core;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Everything that the broker counts since its start. The names are the metrics' names after {@code framecast_broker_}. */
public enum BrokerCounter {
    DATAGRAMS_RECEIVED("datagrams_received_total", "datagrams", "Datagrams handed to the broker by its socket."),
    BYTES_RECEIVED("received_bytes_total", "bytes", "UDP payload of the datagrams received."),
    SOURCE_DROPPED(
            "source_dropped_total",
            "datagrams",
            "Dropped for a source that cannot be a peer: port 0, multicast, broadcast, ourselves."),
    MALFORMED("malformed_total", "datagrams", "Dropped because their bytes are not a packet of this protocol."),
    UNKNOWN_TYPE("unknown_type_total", "datagrams", "Ignored because their type is not known."),
    NOT_AUTHENTIC("not_authentic_total", "datagrams", "Control packets of a session that did not authenticate."),
    REPLAYED("replayed_total", "datagrams", "Control packets that had been received before or were too old."),
    SESSION_UNKNOWN("session_unknown_total", "datagrams", "Control packets that named no session that is open."),
    CONTROL_RECEIVED(
            "control_datagrams_received_total", "datagrams", "Control packets of a session received and accepted."),
    HELLOS("hellos_total", "datagrams", "HELLOs received."),
    HELLOS_DEFERRED(
            "hellos_deferred_total",
            "datagrams",
            "HELLOs without a good cookie not answered because there were too many and their address had not asked before."),
    RETRIES_SENT("retries_sent_total", "datagrams", "RETRYs sent: a peer without a live cookie said HELLO."),
    NO_SESSION_SENT(
            "no_session_sent_total",
            "datagrams",
            "NO_SESSIONs sent: a control packet named a session that is not known."),
    REPLIES_LIMITED(
            "replies_limited_total",
            "datagrams",
            "RETRYs, VERSIONS and NO_SESSIONs not sent because their prefix had its share."),
    HANDSHAKES_LIMITED(
            "handshakes_limited_total",
            "datagrams",
            "HELLOs with a good cookie dropped because their prefix had its share of public-key work, or too many waited for it."),
    HANDSHAKES_REFUSED(
            "handshakes_refused_total",
            "datagrams",
            "HELLOs with a good cookie whose Noise message did not authenticate or held no request."),
    COOKIES_REFUSED(
            "cookies_refused_total", "datagrams", "HELLOs whose cookie was forged, stale or of another address."),
    WELCOMES_REPEATED("welcomes_repeated_total", "datagrams", "WELCOMEs sent again from the cache."),
    SESSIONS_OPENED("sessions_opened_total", "sessions", "Sessions opened."),
    SESSIONS_CLOSED("sessions_closed_total", "sessions", "Sessions closed, whatever the reason."),
    SESSIONS_FAILED("sessions_failed_total", "sessions", "Sessions closed because a machine of theirs threw."),
    SESSIONS_MOVED(
            "sessions_moved_total", "sessions", "Sessions that went over to another address after a path challenge."),
    CHALLENGES_SENT(
            "path_challenges_sent_total", "datagrams", "PATH_CHALLENGEs sent to addresses that are not validated yet."),
    LEASES_PAUSED(
            "leases_paused_total", "sessions", "Sessions whose media was paused after 5 s without a valid REPORT."),
    NONCES_REFUSED(
            "nonces_refused_total",
            "datagrams",
            "REPORTs whose lease nonce was stale or forged: they renewed nothing."),
    CONTROL_SENT("control_datagrams_sent_total", "datagrams", "Control datagrams sent."),
    CONTROL_BYTES_SENT("control_sent_bytes_total", "bytes", "UDP payload of the control datagrams sent."),
    NOTICES_RESENT("notices_resent_total", "datagrams", "NOTICEs sent again because no REPORT had acknowledged them."),
    REQUESTS_REFUSED("requests_refused_total", "requests", "Requests answered with ERROR."),
    REQUESTS_LIMITED(
            "requests_limited_total", "requests", "Requests and KEY_REQUESTs over a session's budget, dropped."),
    LIMIT_SESSIONS("limit_sessions_total", "requests", "Refused: too many sessions."),
    LIMIT_STREAMS("limit_streams_total", "requests", "Refused: too many streams."),
    LIMIT_SUBSCRIPTIONS("limit_subscriptions_total", "requests", "Refused: too many subscriptions in one session."),
    LIMIT_SUBSCRIBERS("limit_subscribers_total", "requests", "Refused: too many subscribers of one producer id."),
    LIMIT_BITRATE(
            "limit_bitrate_total", "datagrams", "Media dropped because its producer was over the bit rate limit."),
    LIMIT_SUBSCRIPTIONS_IN_ALL(
            "limit_subscriptions_in_all_total", "requests", "Refused: too many subscriptions over all sessions."),
    LIMIT_FRAME("limit_frame_total", "datagrams", "Media dropped because its frame would be too large."),
    LIMIT_RING_MEMORY(
            "limit_ring_memory_total",
            "frames",
            "Frames let go of early because all streams together took too much memory."),
    LIMIT_NACKS("limit_nacks_total", "datagrams", "NACKs of subscribers over their budget, ignored."),
    LIMIT_ADMIN("limit_admin_total", "connections", "Operators' connections closed: too many asked at once."),
    LIMIT_NOTICES("limit_notices_total", "sessions", "Sessions closed because they acknowledged no NOTICE."),
    STREAMS_UP("streams_up_total", "streams", "Streams announced."),
    STREAMS_DOWN("streams_down_total", "streams", "Streams that ended, whatever the reason."),
    TAKEN_OVER("streams_taken_over_total", "streams", "Streams that ended because the id was announced again."),
    MEDIA_RECEIVED("media_datagrams_received_total", "datagrams", "Media datagrams received and accepted."),
    MEDIA_BYTES_RECEIVED(
            "media_received_bytes_total", "bytes", "UDP payload of the media datagrams accepted, trailers included."),
    MEDIA_UNKNOWN_ALIAS("media_unknown_alias_total", "datagrams", "Media of an alias that is not live."),
    MEDIA_NOT_AUTHENTIC(
            "media_not_authentic_total",
            "datagrams",
            "Media whose trailer did not verify, or had been received before."),
    MEDIA_UNKNOWN_LANE("media_unknown_lane_total", "datagrams", "Media of a lane that was not announced."),
    MEDIA_DUPLICATE(
            "media_duplicate_total", "datagrams", "Media that the ring had already, or that was too old for it."),
    MEDIA_LOST("media_lost_total", "datagrams", "Media of producers given up as lost on the way to the broker."),
    MEDIA_REPAIRED("media_repaired_total", "datagrams", "Media that arrived late and was forwarded to its whole lane."),
    MEDIA_SENT("media_datagrams_sent_total", "datagrams", "Media datagrams handed to the fan-out, one per row."),
    MEDIA_BYTES_SENT("media_sent_bytes_total", "bytes", "UDP payload of the media datagrams handed to the fan-out."),
    JOIN_SENT("join_datagrams_sent_total", "datagrams", "Cached media sent to subscribers that were catching up."),
    JOIN_JUMPS(
            "join_jumps_total",
            "joins",
            "Subscribers that fell out of the ring while catching up and were started again at a newer key frame."),
    NACKS_SENT("nacks_sent_total", "datagrams", "NACKs sent to producers."),
    NACKS_RECEIVED("nacks_received_total", "datagrams", "NACKs received from subscribers."),
    REPAIRS_SENT("repairs_sent_total", "datagrams", "Media sent again for a NACK."),
    REPAIRS_REPEATED(
            "repairs_repeated_total",
            "datagrams",
            "Requests for a repair ignored: asked again within a round trip, or more than eight times."),
    REPAIRS_LIMITED(
            "repairs_limited_total", "datagrams", "Requests for a repair ignored: over the subscriber's budget."),
    PROTECTION_SENT(
            "protection_datagrams_sent_total",
            "datagrams",
            "REPAIR sent to subscribers who have no time to ask for what they lose."),
    PROTECTION_BYTES_SENT("protection_sent_bytes_total", "bytes", "UDP payload of the REPAIR sent to subscribers."),
    RECOVERED_FROM_PRODUCER(
            "recovered_from_producer_total",
            "datagrams",
            "Media lost on the way from its producer and recovered from REPAIR."),
    REPAIR_REFUSED(
            "repair_refused_total",
            "datagrams",
            "REPAIR of producers that contradicted its frame, came twice, recovered nonsense, or found no room."),
    DROPS_SENT("drops_sent_total", "datagrams", "DROPs sent: what was asked for is gone, or was left out."),
    DROPS_RESENT("drops_resent_total", "datagrams", "DROPs sent again because no REPORT had acknowledged them."),
    MEDIA_APART_SENT(
            "media_apart_datagrams_sent_total",
            "datagrams",
            "Media sent to subscribers whose path takes less than everything, at their own pace."),
    FRAMES_LEFT_OUT_BACKLOG(
            "frames_left_out_backlog_total", "frames", "Frames left out for a subscriber that was too far behind."),
    FRAMES_LEFT_OUT_RATE(
            "frames_left_out_rate_total",
            "frames",
            "Frames left out for a subscriber whose path takes only a lower level."),
    LEVELS_CHANGED(
            "levels_changed_total",
            "changes",
            "Changes between everything, key frames only, sound only and nothing, one per subscriber."),
    SUBSCRIPTIONS_CUT_OFF(
            "subscriptions_cut_off_total",
            "subscriptions",
            "Subscriptions ended by the circuit breaker: their path took next to nothing."),
    PADDING_SENT("padding_sent_total", "datagrams", "PADDING sent on idle lanes, one per row."),
    KEY_REQUESTS_SENT("key_requests_sent_total", "datagrams", "KEY_REQUESTs sent to producers.");

    /** What can become of a datagram: each that is received counts under exactly one of these. */
    public static final Set<BrokerCounter> FATES = Collections.unmodifiableSet(EnumSet.of(
            SOURCE_DROPPED,
            MALFORMED,
            UNKNOWN_TYPE,
            NOT_AUTHENTIC,
            REPLAYED,
            SESSION_UNKNOWN,
            CONTROL_RECEIVED,
            HELLOS,
            MEDIA_UNKNOWN_ALIAS,
            MEDIA_NOT_AUTHENTIC,
            MEDIA_UNKNOWN_LANE,
            LIMIT_BITRATE,
            MEDIA_RECEIVED));

    private final String metricName;
    private final String unit;
    private final String description;

    BrokerCounter(String metricName, String unit, String description) {
        this.metricName = metricName;
        this.unit = unit;
        this.description = description;
    }

    /** Without the prefix {@code framecast_broker_}. */
    public String metricName() {
        return metricName;
    }

    public String unit() {
        return unit;
    }

    /** One sentence. */
    public String description() {
        return description;
    }
}
