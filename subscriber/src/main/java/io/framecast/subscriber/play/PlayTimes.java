package io.framecast.subscriber.play;

/** Is told when pictures are decoded and when they are on the screen, on the threads that do it; it must not hold them up. */
public interface PlayTimes {

    PlayTimes NONE = new PlayTimes() {
        @Override
        public void onDecoded(long captureMicros, long nowNanos) {}

        @Override
        public void onShown(long captureMicros, long nowNanos) {}
    };

    /** {@code nowNanos} as of {@link System#nanoTime}; every decoded picture, whether it is shown or not. */
    void onDecoded(long captureMicros, long nowNanos);

    /** The screen has drawn it, once for each picture. */
    void onShown(long captureMicros, long nowNanos);
}
