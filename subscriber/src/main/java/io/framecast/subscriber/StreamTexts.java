package io.framecast.subscriber;

import io.framecast.client.Printable;
import io.framecast.protocol.session.StreamStats;
import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.protocol.wire.ControlPacket.Level;
import io.framecast.protocol.wire.ControlPacket.Metadata;
import io.framecast.protocol.wire.ControlPacket.StreamEntry;
import java.util.List;
import java.util.Locale;

/** What a person reads about streams. Text from peers is made printable here. */
final class StreamTexts {

    private StreamTexts() {}

    static List<String> table(List<StreamEntry> live) {
        TextTable table = new TextTable("ID", "TITLE", "CODEC", "SIZE", "FPS", "BITRATE", "VIEWERS", "SINCE");
        for (StreamEntry stream : live) {
            Metadata facts = stream.metadata();
            table.row(
                    stream.producerId(),
                    orDash(Printable.line(facts.title(), 30)),
                    orDash(Printable.line(facts.codec(), 20)) + (facts.endToEnd() == null ? "" : ", locked"),
                    size(facts),
                    fps(facts.milliFps() / 1000.0),
                    bitrate(stream.bitrate() > 0 ? stream.bitrate() : facts.bitrate()),
                    String.valueOf(stream.viewers()),
                    since(stream.sinceSeconds()));
        }
        return table.lines();
    }

    /** What a stream is, in a few words: {@code "Clock", avc1.42c01f 640x360 30 fps}. */
    static String facts(Metadata facts) {
        StringBuilder text = new StringBuilder();
        if (!facts.title().isEmpty()) {
            text.append('"').append(Printable.line(facts.title(), 60)).append("\", ");
        }
        text.append(orDash(Printable.line(facts.codec(), 20)));
        if (facts.width() > 0) {
            text.append(' ').append(size(facts));
        }
        if (facts.milliFps() > 0) {
            text.append(' ').append(fps(facts.milliFps() / 1000.0)).append(" fps");
        }
        if (facts.endToEnd() != null) {
            text.append(", encrypted end to end");
        }
        return text.toString();
    }

    static String ended(EndReason reason) {
        return switch (reason) {
            case ENDED -> "has ended";
            case TIMED_OUT -> "is away (nothing comes from its producer)";
            case SESSION_CLOSED -> "is away (its producer has left)";
            case TAKEN_OVER -> "is changing over to another producer";
            case BROKER_STOPPING -> "is away (the broker is stopping)";
            case TOKEN_EXPIRED -> "is away (a token has expired)";
            case CONGESTED -> "was stopped: the way from the broker takes next to nothing of it";
            case LIMIT -> "was stopped by a limit of the broker";
            case UNSUBSCRIBED -> "is no longer subscribed";
        };
    }

    /** What is shown from now on, and why. */
    static String level(Level level) {
        return switch (level) {
            case ALL -> "everything again";
            case KEY_FRAMES -> "the connection takes too little: key frames only";
            case SOUND -> "the connection takes too little: sound only";
            case PAUSED -> "the connection takes too little: paused";
        };
    }

    static String latency(StreamMeter.Reading reading) {
        if (Double.isNaN(reading.p50Millis())) {
            return "-";
        }
        return String.format(
                Locale.ROOT, "%s%.0f/%.0f ms", reading.absolute() ? "" : "+", reading.p50Millis(), reading.p99Millis());
    }

    static String millis(double millis) {
        return Double.isNaN(millis) ? "-" : String.format(Locale.ROOT, "%.0f ms", millis);
    }

    /** Why frames were left out: {@code 0}, or {@code 12 (3 incomplete, 9 without their key frame)}. */
    static String dropped(StreamStats stats, long tooSlow) {
        long all = stats.framesBroken() + stats.framesSkipped() + stats.framesLeftOut() + tooSlow;
        if (all == 0) {
            return "0";
        }
        StringBuilder why = new StringBuilder();
        append(why, stats.framesBroken(), "incomplete");
        append(why, stats.framesSkipped(), "need one that is");
        append(why, stats.framesLeftOut(), "left out by the broker");
        append(why, tooSlow, "output too slow");
        return all + " (" + why + ")";
    }

    private static void append(StringBuilder text, long count, String what) {
        if (count > 0) {
            text.append(text.isEmpty() ? "" : ", ").append(count).append(' ').append(what);
        }
    }

    static String bitrate(double bitsPerSecond) {
        if (bitsPerSecond <= 0) {
            return "-";
        }
        return bitsPerSecond < 1e6
                ? String.format(Locale.ROOT, "%.0f kb/s", bitsPerSecond / 1e3)
                : String.format(Locale.ROOT, "%.1f Mb/s", bitsPerSecond / 1e6);
    }

    static String fps(double framesPerSecond) {
        if (framesPerSecond <= 0) {
            return "-";
        }
        String text = String.format(Locale.ROOT, "%.2f", framesPerSecond);
        return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
    }

    private static String size(Metadata facts) {
        return facts.width() > 0 ? facts.width() + "x" + facts.height() : "-";
    }

    private static String since(long seconds) {
        return seconds < 60
                ? seconds + " s"
                : seconds < 3600
                        ? seconds / 60 + " min"
                        : String.format(Locale.ROOT, "%d h %02d", seconds / 3600, seconds / 60 % 60);
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }
}
