package io.framecast.sim;

import io.framecast.protocol.media.Frame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * What was published and what each subscriber was given, of a whole run; {@link Checker} judges it. A stream is named by what is
 * unique to one incarnation where frame numbers start anew (a producer restarted), and by its id where they go on.
 */
public final class EventLog {

    /** Frame numbers are compared as u32, as they travel. */
    public record Published(
            String stream,
            int track,
            int number,
            boolean key,
            boolean discardable,
            long captureMicros,
            int bytes,
            long digest,
            long atNanos) {}

    public record Delivered(String subscriber, Published frame, long number, long atNanos) {}

    private record FrameKey(String stream, int track, int number) {}

    private final List<Published> published = new ArrayList<>();
    private final List<Delivered> delivered = new ArrayList<>();
    private final Map<FrameKey, Published> byNumber = new HashMap<>();

    public void published(
            String stream,
            int track,
            long number,
            boolean key,
            boolean discardable,
            long captureMicros,
            byte[] payload,
            long nowNanos) {
        Published frame = new Published(
                stream,
                track,
                (int) number,
                key,
                discardable,
                captureMicros,
                payload.length,
                digest(payload),
                nowNanos);
        published.add(frame);
        byNumber.put(new FrameKey(stream, track, (int) number), frame);
    }

    public void delivered(String subscriber, String stream, Frame frame, long nowNanos) {
        delivered.add(new Delivered(
                subscriber,
                new Published(
                        stream,
                        frame.track(),
                        (int) frame.number(),
                        frame.key(),
                        frame.discardable(),
                        frame.captureMicros(),
                        frame.payload().length,
                        digest(frame.payload()),
                        nowNanos),
                frame.number(),
                nowNanos));
    }

    public List<Published> published() {
        return List.copyOf(published);
    }

    public List<Delivered> delivered() {
        return List.copyOf(delivered);
    }

    public List<Delivered> delivered(String subscriber, String stream, int track) {
        return delivered.stream()
                .filter(event -> event.subscriber().equals(subscriber)
                        && event.frame().stream().equals(stream)
                        && event.frame().track() == track)
                .toList();
    }

    public List<Published> published(String stream, int track) {
        return published.stream()
                .filter(frame -> frame.stream().equals(stream) && frame.track() == track)
                .toList();
    }

    /** When a frame with this number was published, if it was. */
    public OptionalLong publishedAtNanos(String stream, int track, long number) {
        Published frame = byNumber.get(new FrameKey(stream, track, (int) number));
        return frame == null ? OptionalLong.empty() : OptionalLong.of(frame.atNanos());
    }

    /**
     * Share of the frames published in [from, to) that the subscriber was not given, in [0, 1]; 0 where none was published.
     */
    public double missingRatio(String subscriber, String stream, int track, long fromNanos, long toNanos) {
        List<Published> wanted = published(stream, track).stream()
                .filter(frame -> frame.atNanos() - fromNanos >= 0 && frame.atNanos() - toNanos < 0)
                .toList();
        List<Integer> numbers = delivered(subscriber, stream, track).stream()
                .map(event -> event.frame().number())
                .toList();
        var got = new HashSet<>(numbers);
        long missing =
                wanted.stream().filter(frame -> !got.contains(frame.number())).count();
        return wanted.isEmpty() ? 0 : (double) missing / wanted.size();
    }

    /** From publishing to delivery, of all that was delivered, ascending, nanoseconds. */
    public long[] delaysNanos(String subscriber, String stream, int track) {
        long[] delays = delivered(subscriber, stream, track).stream()
                .mapToLong(event -> event.atNanos()
                        - publishedAtNanos(stream, track, event.number()).orElse(event.atNanos()))
                .toArray();
        Arrays.sort(delays);
        return delays;
    }

    /** Two sums of different kinds: nobody means to deceive here, and a run has gigabytes of this. */
    private static long digest(byte[] payload) {
        CRC32C sum = new CRC32C();
        sum.update(payload);
        return (sum.getValue() << 32) | Integer.toUnsignedLong(Arrays.hashCode(payload));
    }
}
