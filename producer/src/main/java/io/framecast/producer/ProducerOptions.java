package io.framecast.producer;

import io.framecast.client.ClientOptions;
import io.framecast.client.PublishOptions;
import io.framecast.client.UsageException;
import io.framecast.producer.source.SourceOptions;
import java.time.Duration;
import java.util.List;

/**
 * What to publish, out of what, and where.
 *
 * @param id the producer id, 1 to 64 of {@code [A-Za-z0-9._/-]}
 * @param source as {@link io.framecast.producer.source.SourceUri} reads it
 * @param delay how long to wait before the source is opened and the stream announced, 0 to 1 day
 * @param title for people, may be empty
 * @param fragmentBytes UDP payload of a full datagram
 */
public record ProducerOptions(
        String id,
        String source,
        SourceOptions sourceOptions,
        ClientOptions client,
        Duration delay,
        String title,
        List<String> tags,
        int fragmentBytes) {
    private static final Duration LONGEST_DELAY = Duration.ofDays(1);

    public ProducerOptions {
        tags = List.copyOf(tags);
        if (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0) {
            throw new UsageException("--delay " + delay.toSeconds() + ": not in 0 to 86400 seconds");
        }
    }

    /** At once, without title and tags. */
    public static ProducerOptions of(String id, String source, SourceOptions sourceOptions, ClientOptions client) {
        return new ProducerOptions(
                id, source, sourceOptions, client, Duration.ZERO, "", List.of(), PublishOptions.FRAGMENT_BYTES);
    }
}
