package io.framecast.subscriber.output;

import io.framecast.client.RunException;
import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Frame;
import io.framecast.subscriber.play.Player;
import io.framecast.subscriber.play.Screen;

/** Shows the picture on a screen and plays the sound. */
public final class PlayedOutput implements FrameOutput {
    private final Player player;

    PlayedOutput(String producerId, Screen screen, OutputOptions options, OutputEvents events) {
        this.player = new Player(
                producerId,
                screen,
                new Player.Settings(
                        options.latency().toNanos() / 1000,
                        options.mute() ? 0 : options.volume(),
                        options.clock(),
                        options.times()),
                line -> events.say(producerId + ": " + line));
    }

    /** Whether it may draw and sound; one that may not goes on decoding, so that it can at any time. */
    public void visible(boolean visible) {
        player.visible(visible);
    }

    @Override
    public void onCatalog(Catalog catalog) throws RunException {
        player.onCatalog(catalog);
    }

    @Override
    public void onArrival(Frame frame, long nowNanos) {
        player.onArrival(frame, nowNanos);
    }

    @Override
    public void onFrame(Frame frame) throws RunException {
        player.onFrame(frame);
    }

    @Override
    public boolean plays() {
        return true;
    }

    @Override
    public long skippedPictures() {
        return player.skippedPictures();
    }

    @Override
    public void onDown() {
        player.onDown();
    }

    @Override
    public void close() {
        player.close();
    }
}
