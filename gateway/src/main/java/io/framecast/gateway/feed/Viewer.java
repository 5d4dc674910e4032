package io.framecast.gateway.feed;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.WriteBufferWaterMark;

/**
 * One WebSocket connection that watches one stream. What its connection does not take stays in the feed's cache, so it holds at most
 * {@link #MOST_BACKLOG_BYTES} and one frame. Owned by the gateway's loop, which is its channel's.
 */
public final class Viewer {

    /** Of a slow stream, or one of which no more is known. A larger frame is sent all the same, alone. */
    static final int LEAST_BACKLOG_BYTES = 64 << 10;

    static final int MOST_BACKLOG_BYTES = 4 << 20;
    static final long STALLED_NANOS = 10_000_000_000L;

    /** A connection that is full holds this much of the stream. */
    private static final double BACKLOG_SECONDS = 0.5;

    private static final long NOT_FULL = Long.MIN_VALUE;

    private final Channel channel;
    private final Cursor cursor = new Cursor();
    private boolean paused;
    private long fullSinceNanos = NOT_FULL;

    public Viewer(Channel channel) {
        this.channel = channel;
        room(0);
    }

    /** Begins at the newest key picture. */
    void join(GopCache cache) {
        cursor.join(cache);
    }

    /** Nothing is sent from now on. */
    public void pause() {
        paused = true;
    }

    /** Goes on, from the newest key picture. */
    void resume(GopCache cache) {
        if (paused) {
            paused = false;
            cursor.join(cache);
        }
    }

    /** How much of a stream of this rate may wait in the connection. */
    void room(long bitsPerSecond) {
        int high = Math.clamp((long) (bitsPerSecond / 8.0 * BACKLOG_SECONDS), LEAST_BACKLOG_BYTES, MOST_BACKLOG_BYTES);
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(high / 2, high));
    }

    /** Sends what there is and the connection takes; returns how many frames. */
    int pump(GopCache cache, long nowNanos, long nowMicros) {
        int frames = 0;
        while (!paused && channel.isWritable()) {
            boolean crowded = channel.bytesBeforeUnwritable() < channel.config().getWriteBufferLowWaterMark();
            WireFrame frame = cursor.poll(cache, crowded, nowNanos);
            if (frame == null) {
                break;
            }
            if (cursor.fromCache()) {
                send(frame.joinHeader(nowMicros, channel.alloc()));
                send(frame.payload());
            } else {
                send(frame.message().retainedDuplicate());
            }
            frames++;
        }
        if (frames > 0) {
            channel.flush();
        }
        if (channel.isWritable()) {
            fullSinceNanos = NOT_FULL;
        } else if (fullSinceNanos == NOT_FULL) {
            fullSinceNanos = nowNanos;
        }
        return frames;
    }

    /** Whether its connection has been full for too long. */
    boolean stalled(long nowNanos) {
        return fullSinceNanos != NOT_FULL && nowNanos - fullSinceNanos > STALLED_NANOS;
    }

    /** A text message that it has to get. */
    public void say(String json) {
        send(WireFrame.text(json, channel.alloc()));
        channel.flush();
    }

    /** A frame that it has to get; still the feed's. */
    void give(WireFrame frame) {
        send(frame.message().retainedDuplicate());
        channel.flush();
    }

    /** A text message that is left out where frames are. */
    public void sayIfRoom(String json) {
        if (channel.isWritable()) {
            say(json);
        }
    }

    long leftOut(LeftOut reason) {
        return cursor.leftOut(reason);
    }

    /** Without a good-bye, which would not arrive. */
    void cut() {
        var _ = channel.close();
    }

    /** A write that fails closes its channel, and that is how it is noticed; what was handed over is released in any case. */
    private void send(ByteBuf message) {
        var _ = channel.write(message, channel.voidPromise());
    }
}
