package io.framecast.subscriber.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

/** Painted into memory, so no display is needed. */
class PicturePanelTest {
    private static final int RED = 0xffff0000;
    private static final int BLACK = 0xff000000;

    @Test
    void keepsThePicturesShapeWithBlackAroundIt() {
        PicturePanel panel = new PicturePanel(400, 300);
        panel.show(filled(64, 32), 2.0);
        BufferedImage wide = paint(panel, 400, 400);
        assertEquals(BLACK, wide.getRGB(200, 98));
        assertEquals(RED, wide.getRGB(200, 102));
        assertEquals(RED, wide.getRGB(2, 200));
        assertEquals(RED, wide.getRGB(200, 297));
        assertEquals(BLACK, wide.getRGB(200, 302));
        BufferedImage low = paint(panel, 400, 100);
        assertEquals(BLACK, low.getRGB(98, 50));
        assertEquals(RED, low.getRGB(102, 50));
        assertEquals(BLACK, low.getRGB(302, 50));
    }

    @Test
    void writesOverThePictureWhileTheStreamIsAway() {
        PicturePanel panel = new PicturePanel(400, 200);
        panel.show(filled(64, 32), 2.0);
        panel.notice("1AAA99: reconnecting");
        BufferedImage painted = paint(panel, 400, 200);
        int white = 0;
        for (int x = 0; x < 400; x++) {
            for (int y = 80; y < 120; y++) {
                white += painted.getRGB(x, y) == 0xffffffff ? 1 : 0;
            }
        }
        assertTrue(white > 50, white + " white pixels");
        assertEquals(RED, painted.getRGB(200, 20));
        panel.notice("");
        assertEquals(RED, paint(panel, 400, 200).getRGB(200, 100));
    }

    private static BufferedImage filled(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(Color.RED);
        g.fillRect(0, 0, width, height);
        g.dispose();
        return image;
    }

    private static BufferedImage paint(PicturePanel panel, int width, int height) {
        panel.setSize(width, height);
        BufferedImage target = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = target.createGraphics();
        panel.paint(g);
        g.dispose();
        return target;
    }
}
