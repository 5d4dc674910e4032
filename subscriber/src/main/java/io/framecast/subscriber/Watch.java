package io.framecast.subscriber;

import io.framecast.client.Printable;
import io.framecast.client.RunException;
import io.framecast.client.StreamListener;
import io.framecast.client.Subscription;
import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Frame;
import io.framecast.protocol.media.Track;
import io.framecast.protocol.session.StreamStats;
import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import io.framecast.protocol.wire.ControlPacket.Level;
import io.framecast.protocol.wire.ControlPacket.StreamInfo;
import io.framecast.subscriber.output.OutputThread;
import io.framecast.subscriber.play.PlayTimes;
import io.framecast.subscriber.play.StreamClock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One subscribed id: its figures, and the outputs that get its frames. Told by the client's event loop; outputs are given and taken
 * on any thread. Keeps the frames since the newest key frame, so that a picture that is switched on shows at once.
 */
final class Watch implements StreamListener, PlayTimes {

    private static final int RECENT_BYTES = 8 << 20;
    private static final StreamStats NOTHING =
            new StreamStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Integer.MAX_VALUE, 0);

    private final String id;
    /** Read once: otherwise ages would come in steps of the wall clock. */
    private final long wallOffsetMicros =
            ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) - System.nanoTime() / 1000;

    private final StreamMeter meter;
    private final Notices notices;
    private final Consumer<RunException> refused;
    private final Rates rates = new Rates(System.nanoTime());
    private final ReentrantLock lock = new ReentrantLock();
    private final List<OutputThread> outputs = new ArrayList<>();
    private final List<Frame> recent = new ArrayList<>();
    private int recentBytes;
    private @Nullable Catalog catalog;
    private volatile @Nullable Subscription subscription;
    private volatile StreamClock clock = StreamClock.UNKNOWN;
    private long skippedBefore;
    private volatile boolean live;
    private volatile boolean closed;
    private boolean waited;
    private boolean wasLive;

    /** {@code refused} is told when the broker does not grant the subscription, on the event loop. */
    Watch(String id, StreamMeter meter, Notices notices, Consumer<RunException> refused) {
        this.id = id;
        this.meter = meter;
        this.notices = notices;
        this.refused = refused;
    }

    String id() {
        return id;
    }

    boolean live() {
        return live;
    }

    StreamMeter meter() {
        return meter;
    }

    Rates rates() {
        return rates;
    }

    void subscribedBy(Subscription handle) {
        subscription = handle;
    }

    @Nullable
    Subscription subscription() {
        return subscription;
    }

    /** The figures as of now. Waits a moment for the event loop. */
    StreamStats stats() {
        Subscription handle = subscription;
        StreamStats now = handle == null ? NOTHING : handle.stats();
        long wallOffsetMicros = System.currentTimeMillis() * 1000 - System.nanoTime() / 1000;
        clock = new StreamClock(now.absolute(), now.clockOffsetMicros() - wallOffsetMicros, now.roundTripNanos());
        return now;
    }

    /** As of the last look. */
    StreamClock clock() {
        return clock;
    }

    /** Pictures that were not shown because they were late, on any screen. */
    long skippedPictures() {
        lock.lock();
        try {
            return skippedBefore
                    + outputs.stream().mapToLong(OutputThread::skippedPictures).sum();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onDecoded(long captureMicros, long nowNanos) {
        meter.onDecoded(captureMicros, nowNanos);
    }

    @Override
    public void onShown(long captureMicros, long nowNanos) {
        meter.onShown(captureMicros, nowNanos);
    }

    /** From now on the output gets frames, beginning with the newest key frame if there is one. */
    void add(OutputThread output) {
        lock.lock();
        try {
            outputs.add(output);
            if (output.plays()) {
                meter.onScreen();
            }
            if (catalog != null) {
                output.offer(catalog);
                for (Frame frame : recent) {
                    output.offer(frame);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    void remove(OutputThread output) {
        lock.lock();
        try {
            if (outputs.remove(output)) {
                skippedBefore += output.skippedPictures();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more is said about it. */
    void onUnsubscribing() {
        closed = true;
    }

    @Override
    public void onWaiting() {
        waited = true;
        say("is not live: waiting for it");
    }

    @Override
    public void onUp(StreamInfo stream) {
        live = true;
        meter.onUp(waited, System.nanoTime());
        say((wasLive ? "is back: " : "is live: ") + StreamTexts.facts(stream.metadata()));
        wasLive = true;
        waited = false;
    }

    @Override
    public void onLevel(Level level) {
        say(StreamTexts.level(level));
    }

    @Override
    public void onCatalog(Catalog now) {
        meter.onCatalog(now);
        lock.lock();
        try {
            catalog = now;
            forget();
            outputs.forEach(output -> output.offer(now));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onFrame(Frame frame) {
        Subscription handle = subscription;
        if (handle != null) {
            // On the loop this is what was known last, without a question.
            long now = System.nanoTime();
            meter.onFrame(frame, handle.stats(), now / 1000 + wallOffsetMicros, now);
        }
        lock.lock();
        try {
            for (OutputThread output : outputs) {
                output.offer(frame);
            }
            keep(frame);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onDown(EndReason reason) {
        live = false;
        say(StreamTexts.ended(reason) + ": waiting for it to come back");
        lock.lock();
        try {
            forget();
            outputs.forEach(OutputThread::offerDown);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onRefused(ErrorCode code, String detail) {
        String why = "is refused: " + Printable.line(detail.isEmpty() ? code.name() : detail, 200);
        say(why);
        refused.accept(new RunException(id + " " + why));
    }

    private void keep(Frame frame) {
        boolean video = catalog != null
                && catalog.track(frame.track()).map(Track::isVideo).orElse(false);
        if (video && frame.key()) {
            forget();
        }
        if (recentBytes + frame.payload().length > RECENT_BYTES) {
            forget();
        }
        if (recent.isEmpty() && !frame.key()) {
            return;
        }
        recent.add(frame);
        recentBytes += frame.payload().length;
    }

    private void forget() {
        recent.clear();
        recentBytes = 0;
    }

    private void say(String what) {
        if (!closed) {
            notices.say(id + " " + what);
        }
    }
}
