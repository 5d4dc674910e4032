package io.framecast.subscriber.output;

import io.framecast.client.UsageException;
import io.framecast.subscriber.play.PlayTimes;
import io.framecast.subscriber.play.StreamClock;
import io.framecast.subscriber.terminal.ColorMode;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What applies to pictures and sound that are played.
 *
 * @param colors for the terminal; already decided, see {@link ColorMode#parse}
 * @param volume 0..100
 * @param latency from capture to display, 0 or more
 * @param clock what is known of the stream's clocks; any thread
 * @param times is told when pictures are decoded and shown
 */
public record OutputOptions(
        ColorMode colors, boolean mute, int volume, Duration latency, Supplier<StreamClock> clock, PlayTimes times) {

    public OutputOptions {
        if (volume < 0 || volume > 100) {
            throw new UsageException("--volume " + volume + " is not in 0..100");
        }
        if (latency.isNegative()) {
            throw new UsageException("--latency must be 0 or more");
        }
    }

    public static OutputOptions defaults() {
        return new OutputOptions(
                ColorMode.PALETTE_256, false, 100, Duration.ofMillis(200), () -> StreamClock.UNKNOWN, PlayTimes.NONE);
    }
}
