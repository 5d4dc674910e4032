package io.framecast.gateway;

import java.util.Locale;

/** What a gateway counts since its start. */
public enum GatewayCounter {
    CONNECTIONS("Connections accepted."),
    REQUESTS("Requests answered, refused ones included."),
    VIEWERS("WebSocket connections that watched something."),
    FRAMES_SENT("Frames written to viewers, each counted for each of them."),
    VIEWERS_CUT("Viewers whose connection was full for 10 s."),
    VIEWERS_SILENT("Viewers that did not answer for 75 s."),
    VIEWERS_EXPIRED("Viewers whose token expired."),
    THUMBNAILS("Thumbnails made."),
    THUMBNAILS_FAILED("Key frames that no thumbnail could be made of."),
    LIMIT_CONNECTIONS("Connections refused: too many in all."),
    LIMIT_CONNECTIONS_PER_ADDRESS("Connections refused: too many from one address."),
    LIMIT_WEB_SOCKETS_PER_ADDRESS("WebSockets refused: too many from one address."),
    LIMIT_EVENT_STREAMS("Event streams refused: too many in all."),
    LIMIT_EVENT_STREAMS_PER_ADDRESS("Event streams refused: too many from one address."),
    LIMIT_ADMIN_CONNECTIONS("Operators' connections refused: too many."),
    LIMIT_STREAMS("Viewers refused: too many streams are watched."),
    LIMIT_HEADER("Requests refused: line or headers too long."),
    LIMIT_BODY("Requests refused: body too long."),
    LIMIT_TIME("Connections closed: a request, an answer or the next request took too long."),
    LIMIT_PIPELINED("Connections closed: too many requests at once."),
    LIMIT_MESSAGE("Viewers closed: a message too long."),
    LIMIT_MESSAGES("Viewers closed: too many messages a second."),
    REFUSED_HOST("Requests refused: the Host is not ours."),
    REFUSED_ORIGIN("Requests refused: from a page of another origin."),
    REFUSED_ADDRESS("Requests refused: from an address that may not."),
    REFUSED_TOKEN("Requests refused: without a token, or with one that is not accepted."),
    REFUSED_SCOPE("Requests refused: the token does not cover the stream."),
    MALFORMED_REQUEST("Requests that are not HTTP as we understand it."),
    MALFORMED_MESSAGE("Messages of viewers that make no sense; each ends its connection."),
    FAILED("Connections closed because handling them failed; each is a bug.");

    private final String description;

    GatewayCounter(String description) {
        this.description = description;
    }

    public String description() {
        return description;
    }

    public String metricName() {
        return name().toLowerCase(Locale.ROOT) + "_total";
    }
}
