package io.framecast.subscriber;

import io.framecast.client.ClientOptions;
import io.framecast.client.UsageException;
import io.framecast.protocol.wire.ProducerId;
import io.framecast.subscriber.shell.ShellLine;
import io.framecast.subscriber.terminal.ColorMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a subscriber is asked for.
 *
 * @param ids subscribed from the start; 1–64 of {@code [A-Za-z0-9._/-]} each, none twice
 * @param output as {@code --output} takes it; null: the terminal's picture where there is a terminal, else nothing
 * @param latency from capture to display, 0 to 10 s
 * @param duration from the start of the program; null: until told to stop
 * @param volume 0..100
 * @param stats {@code json} for standard output, or a file; null: none
 * @param readyFile exists from when commands are taken until the end; null: none
 * @param state folder for history and log
 */
public record SubscriberOptions(
        ClientOptions client,
        List<String> ids,
        @Nullable String output,
        Duration latency,
        @Nullable Duration duration,
        boolean mute,
        int volume,
        ColorMode colors,
        @Nullable String stats,
        @Nullable Path readyFile,
        Path state) {

    private static final Duration LONGEST_LATENCY = Duration.ofSeconds(10);

    public SubscriberOptions {
        ids = List.copyOf(ids);
        for (String id : ids) {
            if (!ProducerId.isValid(id)) {
                throw new UsageException(
                        "--subscribe '" + io.framecast.client.Printable.line(id, 80) + "': " + ShellLine.ID_RULE);
            }
        }
        if (new HashSet<>(ids).size() < ids.size()) {
            throw new UsageException("--subscribe names an id twice: " + String.join(", ", ids));
        }
        if (latency.isNegative() || latency.compareTo(LONGEST_LATENCY) > 0) {
            throw new UsageException("--latency is 0ms to 10s, not " + latency.toMillis() + "ms");
        }
        if (duration != null && (duration.isZero() || duration.isNegative())) {
            throw new UsageException("--duration is longer than 0, such as 10s or 2m");
        }
        if (volume < 0 || volume > 100) {
            throw new UsageException("--volume is 0 to 100, not " + volume);
        }
    }

    /** Whether the program has something to do by itself, so that the end of standard input does not end it. */
    public boolean headless() {
        return !ids.isEmpty() || duration != null;
    }

    public boolean statsOnStandardOutput() {
        return "json".equals(stats);
    }
}
