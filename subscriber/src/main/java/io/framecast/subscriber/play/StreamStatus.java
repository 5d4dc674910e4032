package io.framecast.subscriber.play;

import java.util.Locale;

/**
 * What a viewer is told about a stream, besides its picture.
 *
 * @param codec as a person calls it; empty before the first catalog
 * @param latencyMillis from capture to display, -1 unknown
 * @param absolute whether the producer's clock is known, so that the latency is the whole way and not the buffer alone
 * @param away what is wrong, such as {@code reconnecting} or {@code catching up}; empty while pictures come
 */
public record StreamStatus(
        String id,
        String codec,
        int width,
        int height,
        double framesPerSecond,
        long bitsPerSecond,
        long latencyMillis,
        boolean absolute,
        String away) {

    /** One line. */
    public String line() {
        StringBuilder line = new StringBuilder(" ").append(id);
        if (!codec.isEmpty()) {
            line.append("  ").append(codec);
        }
        if (width > 0) {
            line.append(' ').append(width).append('x').append(height);
        }
        if (!away.isEmpty()) {
            return line.append("  ").append(away).toString();
        }
        line.append(String.format(Locale.ROOT, "  %.1f fps  %s", framesPerSecond, rate(bitsPerSecond)));
        if (latencyMillis >= 0) {
            line.append(absolute ? "  latency " : "  buffer ")
                    .append(latencyMillis)
                    .append(" ms");
        }
        return line.toString();
    }

    private static String rate(long bitsPerSecond) {
        return bitsPerSecond >= 1_000_000
                ? String.format(Locale.ROOT, "%.1f Mbit/s", bitsPerSecond / 1e6)
                : String.format(Locale.ROOT, "%d kbit/s", Math.round(bitsPerSecond / 1e3));
    }
}
