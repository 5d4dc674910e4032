package io.framecast.subscriber.terminal;

/** Colours as a terminal has them: an RGB value to what a colour mode can show, and that to the sequence which selects it. */
final class Palette {
    private static final int[] CUBE = {0, 95, 135, 175, 215, 255};
    /** xterm's defaults for the first sixteen. */
    private static final int[] SIXTEEN = {
        0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
        0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff
    };

    private static final String RAMP = " .:-=+*#%@";

    private Palette() {}

    /** What the mode shows for 0xRRGGBB: the same value, an index, or for no colours a character. */
    static int nearest(ColorMode mode, int rgb) {
        int color = rgb & 0xffffff;
        return switch (mode) {
            case TRUE_COLOR -> color;
            case PALETTE_256 -> nearest256(color);
            case PALETTE_16 -> nearest16(color);
            case NONE -> RAMP.charAt(luma(color) * RAMP.length() / 256);
        };
    }

    /** The character for two pixels, one above the other, without colours. */
    static char shade(int upperRgb, int lowerRgb) {
        int light = (luma(upperRgb & 0xffffff) + luma(lowerRgb & 0xffffff)) / 2;
        return RAMP.charAt(light * RAMP.length() / 256);
    }

    /** ITU-R BT.601 luma, 0..255. */
    private static int luma(int rgb) {
        return ((rgb >> 16) * 299 + (rgb >> 8 & 255) * 587 + (rgb & 255) * 114) / 1000;
    }

    private static int nearest256(int rgb) {
        int red = rgb >> 16;
        int green = rgb >> 8 & 255;
        int blue = rgb & 255;
        int r = level(red);
        int g = level(green);
        int b = level(blue);
        int cube = CUBE[r] << 16 | CUBE[g] << 8 | CUBE[b];
        int grey = Math.clamp(Math.round(((red + green + blue) / 3f - 8) / 10), 0, 23);
        int greyRgb = (8 + 10 * grey) * 0x010101;
        return distance(rgb, greyRgb) < distance(rgb, cube) ? 232 + grey : 16 + 36 * r + 6 * g + b;
    }

    private static int level(int value) {
        return value < 48 ? 0 : value < 115 ? 1 : (value - 35) / 40;
    }

    private static int nearest16(int rgb) {
        int best = 0;
        for (int i = 1; i < SIXTEEN.length; i++) {
            if (distance(rgb, SIXTEEN[i]) < distance(rgb, SIXTEEN[best])) {
                best = i;
            }
        }
        return best;
    }

    /** The eye's weights, roughly: green counts most. */
    private static int distance(int a, int b) {
        int red = (a >> 16) - (b >> 16);
        int green = (a >> 8 & 255) - (b >> 8 & 255);
        int blue = (a & 255) - (b & 255);
        return 3 * red * red + 4 * green * green + 2 * blue * blue;
    }

    /** Appends the parameters that select a colour for the characters, or behind them. */
    static void select(ColorMode mode, int color, boolean behind, StringBuilder out) {
        switch (mode) {
            case TRUE_COLOR ->
                out.append(behind ? "48;2;" : "38;2;")
                        .append(color >> 16)
                        .append(';')
                        .append(color >> 8 & 255)
                        .append(';')
                        .append(color & 255);
            case PALETTE_256 -> out.append(behind ? "48;5;" : "38;5;").append(color);
            case PALETTE_16 -> out.append((color < 8 ? 30 : 82) + color + (behind ? 10 : 0));
            case NONE -> {}
        }
    }
}
