package io.framecast.subscriber.window;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import javax.swing.JComponent;
import org.jspecify.annotations.Nullable;

/** Paints the newest picture as large as its shape allows, black around it, and a line of text over it when there is one. */
final class PicturePanel extends JComponent {
    private transient @Nullable BufferedImage image;
    private double aspect = 16 / 9.0;
    private String notice = "";

    PicturePanel(int width, int height) {
        setPreferredSize(new Dimension(width, height));
        setOpaque(true);
    }

    /** On the event thread. */
    void show(BufferedImage newImage, double newAspect) {
        image = newImage;
        aspect = newAspect;
        repaint();
    }

    /** On the event thread; empty takes it away. */
    void notice(String text) {
        if (!notice.equals(text)) {
            notice = text;
            repaint();
        }
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        Graphics2D g = (Graphics2D) graphics.create();
        g.setColor(Color.BLACK);
        g.fillRect(0, 0, getWidth(), getHeight());
        if (image != null) {
            int wide = getWidth();
            int high = (int) Math.round(wide / aspect);
            if (high > getHeight()) {
                high = getHeight();
                wide = (int) Math.round(high * aspect);
            }
            g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            g.drawImage(image, (getWidth() - wide) / 2, (getHeight() - high) / 2, wide, high, null);
        }
        if (!notice.isEmpty()) {
            g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, Math.max(14, getHeight() / 20)));
            FontMetrics metrics = g.getFontMetrics();
            int barHeight = metrics.getHeight() * 2;
            int top = (getHeight() - barHeight) / 2;
            g.setColor(new Color(0, 0, 0, 170));
            g.fillRect(0, top, getWidth(), barHeight);
            g.setColor(Color.WHITE);
            int x = (getWidth() - metrics.stringWidth(notice)) / 2;
            g.drawString(notice, x, top + (barHeight - metrics.getHeight()) / 2 + metrics.getAscent());
        }
        g.dispose();
    }
}
