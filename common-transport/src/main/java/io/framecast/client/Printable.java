package io.framecast.client;

/** Text from elsewhere, made fit for one line of a log or a terminal. */
public final class Printable {
    private Printable() {}

    /** At most {@code maxChars} characters, control and formatting characters escaped, an ellipsis where it was cut. */
    public static String line(String text, int maxChars) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), maxChars) + 8);
        for (int i = 0; i < text.length(); i++) {
            if (line.length() >= maxChars) {
                return line.append('…').toString();
            }
            char c = text.charAt(i);
            if (printable(text, i)) {
                line.append(c);
            } else {
                line.append("\\u%04x".formatted((int) c));
            }
        }
        return line.toString();
    }

    private static boolean printable(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
        }
        // FORMAT has the marks that reorder text (U+202E); line and paragraph separators break a log line.
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> false;
            default -> true;
        };
    }
}
