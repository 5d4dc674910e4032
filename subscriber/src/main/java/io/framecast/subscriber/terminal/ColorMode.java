package io.framecast.subscriber.terminal;

import io.framecast.client.UsageException;
import java.util.Map;

/** How many colours a terminal shows. */
public enum ColorMode {
    TRUE_COLOR,
    PALETTE_256,
    PALETTE_16,
    NONE;

    /** The value of {@code --colors}; {@code auto} looks at COLORTERM and TERM. */
    public static ColorMode parse(String value, Map<String, String> environment) {
        return switch (value) {
            case "24bit" -> TRUE_COLOR;
            case "256" -> PALETTE_256;
            case "16" -> PALETTE_16;
            case "none" -> NONE;
            case "auto" -> detect(environment);
            default -> throw new UsageException("--colors " + value + " is not one of auto, 24bit, 256, 16, none");
        };
    }

    private static ColorMode detect(Map<String, String> environment) {
        String colorTerm = environment.getOrDefault("COLORTERM", "");
        if (colorTerm.equals("truecolor") || colorTerm.equals("24bit")) {
            return TRUE_COLOR;
        }
        // https://no-color.org: set and not empty
        if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
            return NONE;
        }
        return switch (environment.getOrDefault("TERM", "xterm-256color")) {
            case "dumb" -> NONE;
            case "linux", "vt100", "vt220", "ansi" -> PALETTE_16;
            default -> PALETTE_256;
        };
    }
}
