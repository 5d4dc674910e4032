package io.framecast.bench.crowd;

import io.framecast.protocol.time.Serial;
import io.framecast.protocol.wire.MediaHeader;
import io.netty.buffer.ByteBuf;

/**
 * What came of one stream's video, by the headers alone: nothing is opened, nothing is asked for again. Owned by its receiver's event
 * loop.
 */
public final class Tally {
    private static final int TRACK = 1;
    private static final int FRAMES = 16;

    private final SentTimes sent;
    private final Latencies latencies;
    private final int[] numbers = new int[FRAMES];
    private final int[] missing = new int[FRAMES];
    private boolean begun;
    private int first;
    private int highest;
    private long datagrams;
    private long frames;

    /** {@code latencies}: of whole frames, from when they had left until they are here; many may share it. */
    public Tally(SentTimes sent, Latencies latencies) {
        this.sent = sent;
        this.latencies = latencies;
    }

    /** Any datagram; what is no DATA of the track is passed over. */
    public void onDatagram(ByteBuf datagram, long nowNanos) {
        int at = datagram.readerIndex();
        if (!MediaHeader.isMedia(datagram, at, datagram.readableBytes())
                || datagram.readableBytes() < MediaHeader.BYTES
                || MediaHeader.type(datagram, at) != MediaHeader.TYPE_DATA
                || MediaHeader.track(datagram, at) != TRACK) {
            return;
        }
        int sequence = MediaHeader.sequence(datagram, at);
        if (!begun) {
            begun = true;
            first = sequence;
            highest = sequence;
        } else if (Serial.compare(sequence, highest) > 0) {
            highest = sequence;
        }
        datagrams++;
        int frame = MediaHeader.frame(datagram, at);
        int slot = frame & FRAMES - 1;
        if (numbers[slot] != frame || missing[slot] == 0) {
            numbers[slot] = frame;
            missing[slot] = MediaHeader.fragmentCount(datagram, at);
        }
        if (--missing[slot] == 0) {
            frames++;
            long nanos = sent.since(frame, nowNanos);
            if (nanos >= 0) {
                latencies.add(nanos);
            }
        }
    }

    /** Datagrams that did not come, of those between the first and the newest. */
    public long lost() {
        return begun ? Math.max(0, Serial.distance(first, highest) + 1 - datagrams) : 0;
    }

    public long datagrams() {
        return datagrams;
    }

    /** Whole ones. */
    public long frames() {
        return frames;
    }

    public void clear() {
        begun = false;
        datagrams = 0;
        frames = 0;
    }
}
