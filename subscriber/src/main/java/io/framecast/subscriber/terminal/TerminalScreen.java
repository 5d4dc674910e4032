package io.framecast.subscriber.terminal;

import io.framecast.subscriber.media.Picture;
import io.framecast.subscriber.media.PictureScaler;
import io.framecast.subscriber.play.Screen;
import io.framecast.subscriber.play.StreamStatus;

/** One stream's picture on the canvas. */
public final class TerminalScreen implements Screen {
    private final TerminalCanvas canvas;
    private final PictureScaler scaler = new PictureScaler();
    private int[] rgb = new int[0];
    private volatile Runnable again = () -> {};

    public TerminalScreen(TerminalCanvas canvas) {
        this.canvas = canvas;
    }

    @Override
    public void onStart(Runnable showAgain) {
        again = showAgain;
    }

    @Override
    public void show(Picture picture, StreamStatus status) {
        canvas.picture(
                picture.aspect(),
                (width, height) -> {
                    if (rgb.length < width * height) {
                        rgb = new int[width * height];
                    }
                    return scaler.scale(picture, width, height, rgb) ? rgb : null;
                },
                again);
        canvas.status(status.line());
    }

    @Override
    public void status(StreamStatus status) {
        canvas.status(status.line());
    }

    @Override
    public void close() {
        scaler.close();
    }
}
