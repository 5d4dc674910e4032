package io.framecast.subscriber.window;

import io.framecast.client.RunException;
import io.framecast.subscriber.media.Picture;
import io.framecast.subscriber.media.PictureScaler;
import io.framecast.subscriber.play.Screen;
import io.framecast.subscriber.play.StreamStatus;
import java.awt.AWTError;
import java.awt.GraphicsEnvironment;
import java.awt.HeadlessException;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.swing.JFrame;
import javax.swing.SwingUtilities;
import javax.swing.WindowConstants;

/** A window for one stream: it can be resized, keeps the picture's shape, and ends its output when it is closed. */
public final class WindowScreen implements Screen {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 540;

    private final String id;
    private final JFrame frame;
    private final PicturePanel panel;
    private final PictureScaler scaler = new PictureScaler();
    // The event thread has not painted the last picture yet: the next one is left out, nothing queues up.
    private final AtomicBoolean painting = new AtomicBoolean();
    private String title = "";

    private WindowScreen(String id, Runnable closedByUser) {
        this.id = id;
        this.panel = new PicturePanel(WIDTH, HEIGHT);
        this.frame = new JFrame(id + " – Framecast");
        frame.setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
        frame.addWindowListener(new WindowAdapter() {
            @Override
            public void windowClosing(WindowEvent e) {
                closedByUser.run();
            }
        });
        frame.add(panel);
        frame.pack();
        frame.setLocationByPlatform(true);
        frame.setVisible(true);
    }

    /** Opens it; a machine without a display is told in one line. */
    public static WindowScreen open(String id, Runnable closedByUser) throws RunException {
        String advice = "--output window: there is no display here; use --output terminal, or - | ffplay -";
        WindowScreen[] made = new WindowScreen[1];
        try {
            if (GraphicsEnvironment.isHeadless()) {
                throw new RunException(advice);
            }
            SwingUtilities.invokeAndWait(() -> made[0] = new WindowScreen(id, closedByUser));
        } catch (InvocationTargetException | HeadlessException | AWTError | LinkageError e) {
            throw new RunException(advice, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunException("interrupted while the window opened", e);
        }
        return made[0];
    }

    @Override
    public void show(Picture picture, StreamStatus status) {
        if (painting.compareAndSet(false, true)) {
            BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
            int[] rgb = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
            boolean scaled = scaler.scale(picture, picture.width(), picture.height(), rgb);
            double aspect = picture.aspect();
            SwingUtilities.invokeLater(() -> {
                if (scaled) {
                    panel.show(image, aspect);
                }
                SwingUtilities.invokeLater(() -> painting.set(false)); // behind the repaint
            });
        }
        status(status);
    }

    @Override
    public void status(StreamStatus status) {
        String notice = status.away().isEmpty() ? "" : id + ": " + status.away();
        String newTitle = status.line().strip() + " – Framecast";
        boolean retitled = !newTitle.equals(title);
        title = newTitle;
        SwingUtilities.invokeLater(() -> {
            panel.notice(notice);
            if (retitled) {
                frame.setTitle(newTitle);
            }
        });
    }

    @Override
    public void close() {
        scaler.close();
        SwingUtilities.invokeLater(frame::dispose);
    }
}
