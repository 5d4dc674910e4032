package io.framecast.subscriber.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TerminalCanvasTest {
    private static final String BEGIN = "^[?2026h^7^[?25l";
    private static final String END = "^8^[?25h^[?2026l";
    /** The end of the first drawing, which also empties the status row. */
    private static final String FIRST_END = "^[3;1H^[K" + END;

    private static final int RED = 0xff0000;
    private static final int BLUE = 0x0000ff;
    private static final int WHITE = 0xffffff;

    private final StringWriter out = new StringWriter();
    private Region region = new Region(1, 3, 4);

    @Test
    void drawsTwoPixelsToACellInTrueColour() {
        TerminalCanvas canvas = canvas(ColorMode.TRUE_COLOR);
        show(canvas, RED, RED, BLUE, BLUE, BLUE, BLUE, BLUE, BLUE, WHITE, WHITE, 0, 0, WHITE, WHITE, 0, 0);
        assertEquals(
                BEGIN + "^[1;1H^[38;2;255;0;0;48;2;0;0;255m▀▀  ^[2;1H^[48;2;255;255;255m  ^[48;2;0;0;0m  ^[0m"
                        + FIRST_END,
                written());
    }

    @Test
    void drawsInTheColoursOfThePalette() {
        TerminalCanvas canvas = canvas(ColorMode.PALETTE_256);
        show(canvas, RED, RED, RED, RED, BLUE, BLUE, BLUE, BLUE, 0x808080, 0x808080, 0x808080, 0x808080, 0, 0, 0, 0);
        assertEquals(BEGIN + "^[1;1H^[38;5;196;48;5;21m▀▀▀▀^[2;1H^[38;5;244;48;5;16m▀▀▀▀^[0m" + FIRST_END, written());
    }

    @Test
    void drawsInSixteenColours() {
        TerminalCanvas canvas = canvas(ColorMode.PALETTE_16);
        show(
                canvas, RED, RED, RED, RED, 0, 0, 0, 0, WHITE, WHITE, WHITE, WHITE, 0xcd0000, 0xcd0000, 0xcd0000,
                0xcd0000);
        assertEquals(BEGIN + "^[1;1H^[91;40m▀▀▀▀^[2;1H^[97;41m▀▀▀▀^[0m" + FIRST_END, written());
    }

    @Test
    void drawsWithoutColoursAsCharactersByBrightness() {
        TerminalCanvas canvas = canvas(ColorMode.NONE);
        int grey = 0x808080;
        show(canvas, 0, grey, WHITE, 0, 0, grey, WHITE, WHITE, 0, 0, 0, 0, 0, 0, 0, 0);
        assertEquals(BEGIN + "^[1;1H +@=^[2;1H    " + FIRST_END, written());
    }

    @Test
    void writesOnlyWhatChanged() {
        TerminalCanvas canvas = canvas(ColorMode.TRUE_COLOR);
        int[] picture = new int[16];
        show(canvas, picture);
        written();
        picture[15] = WHITE;
        show(canvas, picture);
        assertEquals(BEGIN + "^[2;4H^[38;2;0;0;0;48;2;255;255;255m▀^[0m" + END, written());
        show(canvas, picture);
        assertEquals("", written());
    }

    @Test
    void leavesDifferencesThatNobodySees() {
        TerminalCanvas canvas = canvas(ColorMode.TRUE_COLOR);
        int[] picture = new int[16];
        Arrays.fill(picture, 0x404040);
        show(canvas, picture);
        written();
        Arrays.fill(picture, 0x424140);
        show(canvas, picture);
        assertEquals("", written());
        // Small steps do not add up unseen: they are compared with what was drawn.
        Arrays.fill(picture, 0x444340);
        show(canvas, picture);
        assertFalse(written().isEmpty());
    }

    @Test
    void keepsThePicturesShapeAndCentresIt() {
        assertEquals(new Fit(0, 0, 80, 23), Fit.of(16 / 9.0, 80, 24));
        assertEquals(new Fit(24, 0, 32, 24), Fit.of(2 / 3.0, 80, 24));
        assertEquals(new Fit(0, 0, 80, 20), Fit.of(2, 80, 20));
        assertEquals(new Fit(0, 0, 0, 0), Fit.of(1, 80, 0));
        assertEquals(new Fit(39, 0, 1, 1), Fit.of(0.01, 80, 1));
    }

    @Test
    void leavesTheBordersInTheTerminalsOwnColour() {
        TerminalCanvas canvas = canvas(ColorMode.PALETTE_16);
        canvas.picture(0.5, (width, height) -> filled(width * height, WHITE), () -> {});
        assertEquals(BEGIN + "^[1;1H ^[107m  ^[0m ^[2;1H ^[107m  ^[0m " + FIRST_END, written());
    }

    @Test
    void writesTheStatusInTheLastRowOnly() {
        TerminalCanvas canvas = canvas(ColorMode.PALETTE_16);
        show(canvas, new int[16]);
        written();
        canvas.status("1AAA99");
        assertEquals(BEGIN + "^[3;1H^[0;7m1AAA^[0m" + END, written());
        canvas.status("1AAA99");
        assertEquals("", written());
        canvas.status("a\033b");
        assertEquals(BEGIN + "^[3;1H^[0;7ma?b ^[0m" + END, written());
    }

    @Test
    void drawsEverythingAgainAfterAChangeOfSize() {
        TerminalCanvas canvas = canvas(ColorMode.NONE);
        AtomicInteger asked = new AtomicInteger();
        canvas.picture(2, (width, height) -> filled(width * height, WHITE), asked::incrementAndGet);
        canvas.status("ok");
        written();
        region = new Region(1, 4, 6);
        canvas.repaint();
        assertEquals(1, asked.get());
        assertTrue(written().contains("^[4;1Hok^[K"));
        canvas.picture(2, (width, height) -> filled(width * height, WHITE), asked::incrementAndGet);
        assertTrue(written().contains("^[1;1H@@@@@@^[2;1H@@@@@@"));
    }

    @Test
    void drawsNothingWhereThereIsNoRoom() {
        region = Region.above(3, 2, 80);
        TerminalCanvas canvas = canvas(ColorMode.TRUE_COLOR);
        canvas.picture(1, (width, height) -> filled(width * height, WHITE), () -> {});
        canvas.status("x");
        canvas.repaint();
        assertEquals("", written());
    }

    private TerminalCanvas canvas(ColorMode mode) {
        return new TerminalCanvas(out, () -> region, mode);
    }

    private static void show(TerminalCanvas canvas, int... rgb) {
        canvas.picture(
                1,
                (width, height) -> {
                    assertEquals(4, width);
                    assertEquals(4, height);
                    return rgb;
                },
                () -> {});
    }

    private static int[] filled(int pixels, int rgb) {
        int[] filled = new int[pixels];
        Arrays.fill(filled, rgb);
        return filled;
    }

    private String written() {
        String written = out.toString().replace('\033', '^');
        out.getBuffer().setLength(0);
        return written;
    }
}
