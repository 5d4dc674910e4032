package io.framecast.subscriber;

import io.framecast.client.RunException;
import io.framecast.subscriber.output.FrameOutput;
import io.framecast.subscriber.output.OutputEvents;
import io.framecast.subscriber.output.OutputOptions;
import io.framecast.subscriber.output.OutputThread;
import io.framecast.subscriber.output.OutputUri;
import io.framecast.subscriber.shell.PictureRegion;
import io.framecast.subscriber.terminal.TerminalCanvas;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Begins and ends subscriptions together with their outputs and their picture. What fails takes its own subscription with it, and the
 * program only if nothing is left of what it was started for.
 */
final class Subscriptions {

    private static final Duration OUTPUT_LIMIT = Duration.ofSeconds(30);

    private final SubscriberOptions options;
    private final String output;
    private final Notices notices;
    private final Ending ending;
    private final Watches watches;
    private final Views views;
    private final AtomicReference<@Nullable RunException> firstFailure = new AtomicReference<>();

    Subscriptions(
            SubscriberOptions options,
            String output,
            io.framecast.client.FramecastClient client,
            @Nullable PictureRegion region,
            Notices notices,
            Ending ending) {
        this.options = options;
        this.output = output;
        this.notices = notices;
        this.ending = ending;
        this.watches = new Watches(client, options.latency(), notices, this::open);
        this.views = new Views(region, options.colors(), OutputUri.isTerminal(output), this::open);
    }

    Watches watches() {
        return watches;
    }

    Views views() {
        return views;
    }

    /** What failed first, null if nothing did. */
    @Nullable
    RunException firstFailure() {
        return firstFailure.get();
    }

    /** Subscribes; false if it is subscribed already. */
    boolean begin(String id) throws RunException {
        Watch watch = watches.subscribe(id, why -> onFailure(id, why));
        if (watch == null) {
            return false;
        }
        views.onSubscribed(watch);
        return true;
    }

    /** Unsubscribes; false if it is not subscribed. */
    boolean end(String id) {
        Watch watch = watches.find(id);
        if (watch != null) {
            views.onUnsubscribing(watch);
        }
        return watches.unsubscribe(id, OUTPUT_LIMIT);
    }

    /** Ends everything; what was recorded is finished within {@code limit}. */
    void close(Duration limit) {
        var _ = views.hide();
        watches.close(limit);
    }

    private @Nullable OutputThread open(Watch watch) throws RunException {
        return OutputUri.isTerminal(output) ? null : open(output, watch, null);
    }

    private OutputThread open(Watch watch, TerminalCanvas canvas) throws RunException {
        return open("terminal", watch, canvas);
    }

    private OutputThread open(String uri, Watch watch, @Nullable TerminalCanvas canvas) throws RunException {
        Events events = new Events(watch.id());
        FrameOutput opened = OutputUri.open(uri, watch.id(), outputOptions(watch), events, canvas);
        return new OutputThread(opened, watch.id(), OutputThread.DEFAULT_QUEUE_BYTES, events);
    }

    private OutputOptions outputOptions(Watch watch) {
        return new OutputOptions(
                options.colors(), options.mute(), options.volume(), options.latency(), watch::clock, watch);
    }

    private void onFailure(String id, RunException why) {
        firstFailure.compareAndSet(null, why);
        endLater(id, () -> ending.fail(why));
    }

    /** On a thread of its own: the caller may be the event loop, or the output that has to be waited for. */
    private void endLater(String id, Runnable whenNothingIsLeft) {
        Thread.ofVirtual().name("end-" + id).start(() -> {
            var _ = end(id);
            if (options.headless() && watches.ids().isEmpty()) {
                whenNothingIsLeft.run();
            }
        });
    }

    /** What one output tells. */
    private final class Events implements OutputEvents {
        private final String id;

        Events(String id) {
            this.id = id;
        }

        @Override
        public void say(String line) {
            notices.say(line);
        }

        @Override
        public void ended() {
            endLater(id, ending::quit);
        }

        @Override
        public void failed(RunException why) {
            notices.say(String.valueOf(why.getMessage()));
            onFailure(id, why);
        }
    }
}
