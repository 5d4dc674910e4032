package io.framecast.producer.source;

import java.util.Arrays;
import java.util.Locale;

/**
 * The picture of {@code test:}: a clock, the frame's number, a bar that crosses the picture once a second, and a square that is
 * white in the first 100 ms of each second. Planar 4:2:0 with 8 bits; drawing costs a copy of the planes and some rectangles.
 */
final class TestPattern {
    static final long FLASH_MICROS = 100_000;

    /** Colours as Y, Cb, Cr (ITU-R BT.601, limited range). */
    private static final int[] BACK = {28, 148, 122};

    private static final int[] WHITE = {235, 128, 128};
    private static final int[] CYAN = {190, 150, 70};
    private static final int[] AMBER = {180, 40, 170};
    private static final int[] DIM = {52, 158, 116};
    private static final int[][] BARS = {
        {162, 44, 142}, {131, 156, 44}, {112, 72, 58}, {84, 184, 198}, {65, 100, 212}, {35, 212, 114}
    };

    private final int width;
    private final int height;
    private final int cell;
    private final byte[][] background;
    private final byte[][] planes;

    /** Width and height are even pixels. */
    TestPattern(int width, int height) {
        this.width = width;
        this.height = height;
        // Eight glyphs of six cells with a margin have to fit across, and two lines with the bars between them down.
        this.cell = Math.max(1, Math.min(width / 50, height / 26));
        background = new byte[][] {
            new byte[width * height], new byte[width / 2 * (height / 2)], new byte[width / 2 * (height / 2)]
        };
        planes = new byte[][] {background[0].clone(), background[1].clone(), background[2].clone()};
        for (int plane = 0; plane < 3; plane++) {
            Arrays.fill(background[plane], (byte) BACK[plane]);
        }
        for (int i = 0; i < BARS.length; i++) {
            int left = width * i / BARS.length;
            rectangle(background, left, barsTop(), width * (i + 1) / BARS.length - left, barsHeight(), BARS[i]);
        }
    }

    /** @param timeMicros of day, in microseconds; the clock shows it modulo 24 h */
    byte[][] draw(long frame, long timeMicros) {
        for (int plane = 0; plane < 3; plane++) {
            System.arraycopy(background[plane], 0, planes[plane], 0, planes[plane].length);
        }
        long inSecond = Math.floorMod(timeMicros, 1_000_000L);
        long seconds = Math.floorMod(Math.floorDiv(timeMicros, 1_000_000L), 86_400L);
        String clock = String.format(Locale.ROOT, "%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
        text(clock, (width - textWidth(8)) / 2, height / 4 - lineHeight() / 2, WHITE);
        int barWidth = Math.max(2, width / 12);
        rectangle(planes, (int) (inSecond * (width - barWidth) / 1_000_000), barsTop(), barWidth, barsHeight(), AMBER);
        String number = String.format(Locale.ROOT, "%05d", Math.floorMod(frame, 100_000L));
        int bottom = height * 3 / 4 - lineHeight() / 2;
        text(number, (width - textWidth(8)) / 2, bottom, CYAN);
        int square = lineHeight();
        boolean flash = inSecond < FLASH_MICROS;
        int right = (width + textWidth(8)) / 2 - square;
        rectangle(planes, right, bottom, square, square, flash ? WHITE : DIM);
        return planes;
    }

    private int barsTop() {
        return height / 2 - barsHeight() / 2;
    }

    private int barsHeight() {
        return Math.max(2, height / 9);
    }

    private int lineHeight() {
        return Glyphs.CELLS_HIGH * cell;
    }

    private int textWidth(int glyphs) {
        return (glyphs * (Glyphs.CELLS_WIDE + 1) - 1) * cell;
    }

    private void text(String text, int left, int top, int[] colour) {
        for (int i = 0; i < text.length(); i++) {
            for (int row = 0; row < Glyphs.CELLS_HIGH; row++) {
                for (int column = 0; column < Glyphs.CELLS_WIDE; column++) {
                    if (Glyphs.cell(text.charAt(i), column, row)) {
                        int x = left + (i * (Glyphs.CELLS_WIDE + 1) + column) * cell;
                        rectangle(planes, x, top + row * cell, cell, cell, colour);
                    }
                }
            }
        }
    }

    /** What lies outside the picture is cut off. */
    private void rectangle(byte[][] target, int left, int top, int wide, int high, int[] colour) {
        for (int plane = 0; plane < 3; plane++) {
            int shift = plane == 0 ? 0 : 1;
            int stride = width >> shift;
            int fromX = Math.clamp(left, 0, width) >> shift;
            int toX = Math.clamp((long) left + wide, 0, width) >> shift;
            int fromY = Math.clamp(top, 0, height) >> shift;
            int toY = Math.clamp((long) top + high, 0, height) >> shift;
            for (int y = fromY; y < toY; y++) {
                Arrays.fill(target[plane], y * stride + fromX, y * stride + toX, (byte) colour[plane]);
            }
        }
    }
}
