package io.framecast.subscriber.play;

import io.framecast.subscriber.media.Pcm;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Plays sound when it is due, on a thread of its own, and knows which instant is being heard: the clock for the picture. Silence fills
 * what is missing; what comes too late is left out. Without a device it says so once and plays nothing.
 */
final class AudioPlayer implements AutoCloseable {
    private static final long HELD_MICROS = 10_000_000;
    /** Sound is moved only when it is off by more than this: each move is heard. */
    private static final long TOLERANCE_MICROS = 40_000;

    private static final long SILENCE_CHUNK_MICROS = 20_000;

    /** When something of a capture time is due, {@link System#nanoTime} given and returned. */
    private final PicturePlayer.Due due;

    private final AudioDevice.Opener opener;
    private final Consumer<String> say;
    private final int volume;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Pcm> held = new ArrayDeque<>();
    private long heldMicros;
    private boolean closing;
    private volatile boolean silent;

    // What has been written, as runs of contiguous capture times.
    private final ArrayDeque<Run> runs = new ArrayDeque<>();
    private @Nullable AudioDevice device;
    private int sampleRate;
    private int channels;
    private long writtenFrames;

    private record Run(long firstFrame, long captureMicros) {}

    AudioPlayer(String id, PicturePlayer.Due due, AudioDevice.Opener opener, int volume, Consumer<String> say) {
        this.due = due;
        this.opener = opener;
        this.volume = volume;
        this.say = say;
        this.thread = Thread.ofPlatform().name("sound-" + id).daemon().start(this::run);
    }

    /** Never waits; the oldest sound gives way when too much is held. */
    void offer(Pcm pcm) {
        lock.lock();
        try {
            if (!closing && !silent) {
                held.add(pcm);
                heldMicros += pcm.durationMicros();
                while (heldMicros > HELD_MICROS) {
                    heldMicros -= held.remove().durationMicros();
                }
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether there is no use in decoding sound. */
    boolean silent() {
        return silent;
    }

    /** The capture time that is heard now; {@link PlayoutClock#UNKNOWN} while nothing sounds. */
    long heardMicros() {
        lock.lock();
        try {
            AudioDevice open = device;
            if (open == null || runs.isEmpty()) {
                return PlayoutClock.UNKNOWN;
            }
            long played = open.playedFrames();
            while (runs.size() > 1 && second().firstFrame() <= played) {
                runs.remove();
            }
            if (played >= writtenFrames) {
                return PlayoutClock.UNKNOWN;
            }
            Run run = runs.getFirst();
            return run.captureMicros() + (played - run.firstFrame()) * 1_000_000 / sampleRate;
        } finally {
            lock.unlock();
        }
    }

    private Run second() {
        var each = runs.iterator();
        each.next();
        return each.next();
    }

    private void run() {
        try {
            for (Pcm pcm = take(); pcm != null; pcm = take()) {
                play(pcm);
            }
        } catch (AudioDevice.NoAudioDevice e) {
            silent = true;
            say.accept(String.valueOf(e.getMessage()));
        } finally {
            release();
        }
    }

    private void play(Pcm pcm) throws AudioDevice.NoAudioDevice {
        AudioDevice open = ready(pcm);
        // Early: silence until its time comes, in small steps, since the due time moves while the clocks are being
        // measured.
        long early = early(pcm, open);
        boolean starting = runs.isEmpty();
        while (early > (starting ? SILENCE_CHUNK_MICROS : TOLERANCE_MICROS) && !isClosing()) {
            long step = Math.min(early, SILENCE_CHUNK_MICROS);
            int frames = (int) (step * sampleRate / 1_000_000);
            write(open, new byte[frames * 2 * channels], frames, pcm.captureMicros() - early);
            starting = true; // once it waits it waits for the exact time
            early = early(pcm, open);
        }
        if (early < -TOLERANCE_MICROS - pcm.durationMicros()) {
            return;
        }
        byte[] samples = volume == 100 ? pcm.samples() : quieter(pcm.samples());
        write(open, samples, pcm.frames(), pcm.captureMicros());
    }

    /** How much too early a sample would be heard if it were written now; negative: too late. */
    private long early(Pcm pcm, AudioDevice open) {
        long now = System.nanoTime();
        long waitingFrames = Math.max(0, writtenFrames - open.playedFrames());
        long heardNanos = now + waitingFrames * 1_000_000_000L / sampleRate;
        return (due.nanos(pcm.captureMicros(), now) - heardNanos) / 1000;
    }

    private void write(AudioDevice open, byte[] samples, int frames, long captureMicros) {
        lock.lock();
        try {
            Run last = runs.peekLast();
            // A device that ran dry goes on counting at the same place.
            long expected = last == null
                    ? 0
                    : last.captureMicros() + (writtenFrames - last.firstFrame()) * 1_000_000 / sampleRate;
            if (last == null || Math.abs(captureMicros - expected) > 1_000) {
                runs.add(new Run(writtenFrames, captureMicros));
            }
            writtenFrames += frames;
        } finally {
            lock.unlock();
        }
        open.write(samples, 0, samples.length);
    }

    private AudioDevice ready(Pcm pcm) throws AudioDevice.NoAudioDevice {
        AudioDevice open = device;
        if (open == null || pcm.sampleRate() != sampleRate || pcm.channels() != channels) {
            release();
            open = opener.open(pcm.sampleRate(), pcm.channels());
            lock.lock();
            try {
                device = open;
                sampleRate = pcm.sampleRate();
                channels = pcm.channels();
                writtenFrames = 0;
            } finally {
                lock.unlock();
            }
        }
        return open;
    }

    private byte[] quieter(byte[] samples) {
        byte[] scaled = new byte[samples.length];
        for (int i = 0; i + 1 < samples.length; i += 2) {
            int value = ((samples[i] & 0xff) | (samples[i + 1] << 8)) * volume / 100;
            scaled[i] = (byte) value;
            scaled[i + 1] = (byte) (value >> 8);
        }
        return scaled;
    }

    private void release() {
        AudioDevice open;
        lock.lock();
        try {
            open = device;
            device = null;
            runs.clear();
        } finally {
            lock.unlock();
        }
        if (open != null) {
            open.close();
        }
    }

    private @Nullable Pcm take() {
        lock.lock();
        try {
            while (held.isEmpty() && !closing) {
                changed.awaitUninterruptibly();
            }
            Pcm pcm = closing ? null : held.poll();
            if (pcm != null) {
                heldMicros -= pcm.durationMicros();
            }
            return pcm;
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosing() {
        lock.lock();
        try {
            return closing;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
