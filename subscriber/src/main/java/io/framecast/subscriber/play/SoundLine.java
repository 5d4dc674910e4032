package io.framecast.subscriber.play;

import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.SourceDataLine;

/** The machine's default output. */
final class SoundLine implements AudioDevice {
    private static final double BUFFER_SECONDS = 0.12;

    private final SourceDataLine line;

    private SoundLine(SourceDataLine line) {
        this.line = line;
    }

    static AudioDevice open(int sampleRate, int channels) throws NoAudioDevice {
        try {
            AudioFormat format = new AudioFormat(sampleRate, 16, channels, true, false);
            SourceDataLine line = AudioSystem.getSourceDataLine(format);
            int frames = (int) (sampleRate * BUFFER_SECONDS);
            line.open(format, frames * 2 * channels);
            line.start();
            return new SoundLine(line);
        } catch (LineUnavailableException
                | IllegalArgumentException
                | SecurityException
                // Java's sound library needs ALSA's, which a container does not have.
                | LinkageError e) {
            throw new NoAudioDevice("no sound device here; going on without sound", e);
        }
    }

    @Override
    public void write(byte[] samples, int offset, int length) {
        line.write(samples, offset, length);
    }

    @Override
    public long playedFrames() {
        return line.getLongFramePosition();
    }

    @Override
    public void close() {
        line.stop();
        line.close();
    }
}
