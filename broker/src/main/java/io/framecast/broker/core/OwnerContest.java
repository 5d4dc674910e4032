package io.framecast.broker.core;

import io.framecast.protocol.wire.ControlPacket.Announce;

/**
 * Somebody else announces an id that is live: the incumbent is asked five times, 200 ms apart, whether it is still there. One answer
 * and it keeps the id; none, and the challenger has it.
 */
final class OwnerContest {

    static final long INTERVAL_NANOS = 200_000_000L;
    static final int PINGS = 5;

    final Session challenger;
    final Announce announce;
    final Reply reply;
    final Stream incumbent;
    final long token;
    int pings;

    OwnerContest(Session challenger, Announce announce, Reply reply, Stream incumbent, long token) {
        this.challenger = challenger;
        this.announce = announce;
        this.reply = reply;
        this.incumbent = incumbent;
        this.token = token;
    }
}
