package io.framecast.subscriber.play;

/** Something that sounds: 16-bit samples, interleaved, little-endian. Used by one thread, except {@link #playedFrames}. */
interface AudioDevice extends AutoCloseable {

    /** Waits until the device has taken them. */
    void write(byte[] samples, int offset, int length);

    /** Samples of one channel that have been heard since it was opened; any thread. */
    long playedFrames();

    @Override
    void close();

    /** Opens a device for a rate and a number of channels. */
    @FunctionalInterface
    interface Opener {
        AudioDevice open(int sampleRate, int channels) throws NoAudioDevice;
    }

    /** There is none, or it does not open; the message is a line. */
    final class NoAudioDevice extends Exception {
        NoAudioDevice(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
