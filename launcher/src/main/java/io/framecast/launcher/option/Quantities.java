package io.framecast.launcher.option;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Texts of quantities with their units, as options take them. */
public final class Quantities {

    private static final Pattern TIME = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)(ms|s|m|h|d|)");
    private static final Pattern RATE = Pattern.compile("(\\d{1,10}(?:\\.\\d{1,6})?)([kKmM]?)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})[xX](\\d{1,5})");

    private Quantities() {}

    /** A picture's size in pixels. */
    public record Size(int width, int height) {
        @Override
        public String toString() {
            return width + "x" + height;
        }
    }

    /** A time: {@code 200ms}, {@code 1.5s}, {@code 2m}, {@code 24h}, {@code 7d}; without a unit it is seconds. */
    public static Duration duration(String text) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException(
                    quoted(text) + " is not a time: a number and ms, s, m, h or d, such as 200ms, 1.5s or 24h");
        }
        double unitSeconds = switch (matcher.group(2)) {
            case "ms" -> 0.001;
            case "m" -> 60;
            case "h" -> 3600;
            case "d" -> 86_400;
            default -> 1;
        };
        return Duration.ofNanos(Math.round(Double.parseDouble(matcher.group(1)) * unitSeconds * 1e9));
    }

    /** Bits a second: {@code 2500k}, {@code 2.5M}, {@code 800000}. */
    public static int bitrate(String text) {
        Matcher matcher = RATE.matcher(text);
        double bits = 0;
        if (matcher.matches()) {
            double unit = switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
                case "k" -> 1e3;
                case "m" -> 1e6;
                default -> 1;
            };
            bits = Double.parseDouble(matcher.group(1)) * unit;
        }
        if (bits < 1000 || bits > 1e9) {
            throw new TypeConversionException(
                    quoted(text) + " is not a bitrate: 1k to 1000M bits a second, such as 2500k or 2.5M");
        }
        return (int) Math.round(bits);
    }

    /** {@code 1280x720}: 16 to 8192 pixels each way, even. */
    public static Size size(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (matcher.matches()) {
            int width = Integer.parseInt(matcher.group(1));
            int height = Integer.parseInt(matcher.group(2));
            if (pixels(width) && pixels(height)) {
                return new Size(width, height);
            }
        }
        throw new TypeConversionException(
                quoted(text) + " is not a size: WxH, both even and 16 to 8192, such as 1280x720");
    }

    private static int whole(String text, String range) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new TypeConversionException(quoted(text) + " is not a whole number: " + range);
        }
    }

    private static boolean pixels(int count) {
        return count >= 16 && count <= 8192 && count % 2 == 0;
    }

    static String quoted(String text) {
        return "'" + printable(text) + "'";
    }

    /** Text of a user or a peer for one line: no control characters, at most 120 characters. */
    public static String printable(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= 120 ? line : line.substring(0, 120) + "…";
    }

    /** For picocli: {@link #duration}. */
    public static final class DurationConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String value) {
            return duration(value);
        }
    }

    /** For picocli: {@link #bitrate}. */
    public static final class BitrateConverter implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return bitrate(value);
        }
    }

    /** For picocli: {@link #size}. */
    public static final class SizeConverter implements ITypeConverter<Size> {
        @Override
        public Size convert(String value) {
            return size(value);
        }
    }

    /** For picocli: how many of something; that it is 1 or more is checked by who takes it. */
    public static final class CountConverter implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return whole(value, "1 or more");
        }
    }

    /** For picocli: a port; that it is one is checked by who takes it. */
    public static final class PortConverter implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return whole(value, "0 to 65535");
        }
    }

    /** For picocli: percent; that it is within 100 is checked by who takes it. */
    public static final class PercentConverter implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return whole(value, "0 to 100");
        }
    }
}
