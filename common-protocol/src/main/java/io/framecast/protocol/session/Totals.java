package io.framecast.protocol.session;

import org.jspecify.annotations.Nullable;

/** Sums over the incarnations of a subscribed stream. Owned by its {@link Subscription}. */
final class Totals {

    private long frames;
    private long framesBroken;
    private long framesSkipped;
    private long framesLate;
    private long framesLeftOut;
    private long bytes;
    private long datagrams;
    private long lost;
    private long repaired;
    private long recovered;
    private long duplicates;

    /** Adds what {@code over} received; it receives nothing more. */
    void add(LiveStream over) {
        for (TrackReceiver track : over.tracks()) {
            if (track.track() > 0) {
                frames += track.assembler().frames();
                framesBroken += track.assembler().framesBroken();
                framesSkipped += track.assembler().framesSkipped();
                framesLate += track.assembler().framesLate();
                framesLeftOut += track.assembler().framesLeftOut();
            }
        }
        for (LaneReceiver lane : over.lanes()) {
            lost += lane.lost();
            repaired += lane.repaired();
            recovered += lane.recovered();
            duplicates += lane.duplicates();
        }
        bytes += over.bytes();
        datagrams += over.datagrams();
    }

    /** The figures with those of the stream that goes on, if one does. */
    StreamStats stats(@Nullable LiveStream live, Exchange exchange, long nowNanos) {
        Totals all = new Totals();
        all.frames = frames;
        all.framesBroken = framesBroken;
        all.framesSkipped = framesSkipped;
        all.framesLate = framesLate;
        all.framesLeftOut = framesLeftOut;
        all.bytes = bytes;
        all.datagrams = datagrams;
        all.lost = lost;
        all.repaired = repaired;
        all.recovered = recovered;
        all.duplicates = duplicates;
        int jitterMicros = 0;
        if (live != null) {
            all.add(live);
            for (LaneReceiver lane : live.lanes()) {
                jitterMicros = Math.max(jitterMicros, lane.jitterMicros());
            }
        }
        StreamClock clock = live == null
                ? StreamClock.of(null, 0, exchange, nowNanos)
                : live.timing().clock(nowNanos);
        boolean known = clock.uncertaintyMicros() != Integer.MAX_VALUE;
        return new StreamStats(
                all.frames,
                all.framesBroken,
                all.framesSkipped,
                all.framesLate,
                all.bytes,
                all.datagrams,
                all.lost,
                all.repaired,
                all.recovered,
                all.duplicates,
                exchange.roundTripNanos(),
                known ? clock.offsetMicros() + exchange.wallMicros(nowNanos) - nowNanos / 1_000 : 0,
                clock.uncertaintyMicros(),
                all.framesLeftOut,
                jitterMicros,
                clock.offsetMicros(),
                live == null ? BrokerHops.UNKNOWN : live.timing().hops());
    }
}
