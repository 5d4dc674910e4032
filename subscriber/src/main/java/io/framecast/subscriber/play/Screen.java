package io.framecast.subscriber.play;

import io.framecast.subscriber.media.Picture;

/** Where pictures are shown; used by one thread, which it may hold up. */
public interface Screen extends AutoCloseable {

    /** Shows a picture, which stays the caller's. */
    void show(Picture picture, StreamStatus status);

    /** Nothing new to show, but something to say. What was shown stays. */
    void status(StreamStatus status);

    /** Called once before the first picture: {@code again} asks, from any thread, that the newest picture be shown once more. */
    default void onStart(Runnable again) {}

    @Override
    void close();
}
