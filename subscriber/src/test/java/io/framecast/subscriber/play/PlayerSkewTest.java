package io.framecast.subscriber.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.client.RunException;
import io.framecast.protocol.media.Frame;
import io.framecast.subscriber.Clip;
import io.framecast.subscriber.FlashAndBeep;
import io.framecast.subscriber.media.Pcm;
import io.framecast.subscriber.media.Picture;
import io.framecast.subscriber.media.PictureScaler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Plays three and a half seconds of the sample clip in real time, and compares when flashes are seen and beeps are heard. */
class PlayerSkewTest {
    private static final long LAST_MICROS = 3_500_000;

    private final List<Long> flashNanos = new CopyOnWriteArrayList<>();
    private final List<String> said = new CopyOnWriteArrayList<>();

    @Test
    void theFlashIsSeenWhenTheBeepIsHeard() throws Exception {
        Clip clip = Clip.read(Clip.sample("clock.mp4"), 0);
        Speaker speaker = new Speaker();
        CountDownLatch lastShown = new CountDownLatch(1);
        Eye eye = new Eye(lastShown);
        Player player = new Player("a", eye, new Player.Settings(150_000, 100), said::add, speaker::opened);
        player.onCatalog(clip.catalog());
        play(clip, player, LAST_MICROS);
        assertTrue(lastShown.await(10, TimeUnit.SECONDS));
        player.close();
        List<Long> beeps = speaker.beepNanos();
        assertTrue(flashNanos.size() >= 3, "flashes at " + flashNanos);
        List<Long> skews = new ArrayList<>();
        for (long flash : flashNanos) {
            skews.add(beeps.stream()
                    .map(beep -> (beep - flash) / 1000)
                    .reduce((x, y) -> Math.abs(x) <= Math.abs(y) ? x : y)
                    .orElse(Long.MAX_VALUE));
        }
        System.out.println("playing: skew of sound at each flash in us: " + skews);
        // The middle one: a machine that is busy may show one picture late.
        long middle = skews.stream().map(Math::abs).sorted().toList().get(skews.size() / 2);
        assertTrue(middle <= 40_000, "sound is off by " + skews + " us");
        assertEquals(List.of(), said);
    }

    @Test
    void withoutADeviceThePictureGoesOnAndItIsSaidOnce() throws Exception {
        Clip clip = Clip.read(Clip.sample("clock.mp4"), 0);
        CountDownLatch shown = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        Player player = new Player(
                "a",
                new Eye(shown, 600_000),
                new Player.Settings(150_000, 100),
                line -> {
                    said.add(line);
                    told.countDown();
                },
                (rate, channels) -> {
                    throw new AudioDevice.NoAudioDevice("no sound", new IllegalStateException());
                });
        player.onCatalog(clip.catalog());
        play(clip, player, 1_000_000);
        assertTrue(shown.await(10, TimeUnit.SECONDS));
        assertTrue(told.await(10, TimeUnit.SECONDS));
        player.close();
        assertEquals(List.of("no sound"), said);
    }

    /** At the camera's pace. */
    private static void play(Clip clip, Player player, long lastMicros) throws RunException {
        long start = System.nanoTime();
        for (Frame frame : clip.frames()) {
            long at = frame.captureMicros() - Clip.START_MICROS;
            if (at > lastMicros) {
                break;
            }
            long wait = at * 1000 - (System.nanoTime() - start);
            if (wait > 0) {
                LockSupport.parkNanos(wait);
            }
            player.onArrival(frame, System.nanoTime());
            player.onFrame(frame);
        }
    }

    /** Sees when the square of the clip turns white. */
    private final class Eye implements Screen {
        private final PictureScaler scaler = new PictureScaler();
        private final CountDownLatch last;
        private final long lastMicros;
        private boolean white = true;

        Eye(CountDownLatch last) {
            this(last, LAST_MICROS - 100_000);
        }

        Eye(CountDownLatch last, long lastMicros) {
            this.last = last;
            this.lastMicros = lastMicros;
        }

        @Override
        public void show(Picture picture, StreamStatus status) {
            boolean now = FlashAndBeep.isWhite(picture, scaler);
            if (now && !white) {
                flashNanos.add(System.nanoTime());
            }
            white = now;
            if (picture.captureMicros() - Clip.START_MICROS >= lastMicros) {
                last.countDown();
            }
        }

        @Override
        public void status(StreamStatus status) {}

        @Override
        public void close() {
            scaler.close();
        }
    }

    /** Plays in real time out of a buffer of 100 ms, and notes when each sample was heard. */
    private static final class Speaker implements AudioDevice {
        private static final long BUFFER_NANOS = 100_000_000;

        private record Written(long heardNanos, byte[] samples) {}

        private final List<Written> all = new CopyOnWriteArrayList<>();
        private int sampleRate;
        private int channels;
        private volatile long dryNanos;
        private final AtomicLong writtenFrames = new AtomicLong();

        AudioDevice opened(int rate, int count) {
            sampleRate = rate;
            channels = count;
            return this;
        }

        @Override
        public void write(byte[] samples, int offset, int length) {
            long now = System.nanoTime();
            while (dryNanos - now > BUFFER_NANOS) {
                LockSupport.parkNanos(1_000_000);
                now = System.nanoTime();
            }
            long heard = dryNanos == 0 || dryNanos - now < 0 ? now : dryNanos;
            all.add(new Written(heard, samples));
            int frames = length / 2 / channels;
            dryNanos = heard + frames * 1_000_000_000L / sampleRate;
            writtenFrames.addAndGet(frames);
        }

        @Override
        public long playedFrames() {
            long waiting = Math.max(0, dryNanos - System.nanoTime());
            return writtenFrames.get() - (dryNanos == 0 ? 0 : waiting * sampleRate / 1_000_000_000L);
        }

        List<Long> beepNanos() {
            List<Long> found = new ArrayList<>();
            FlashAndBeep.BeepDetector detector = new FlashAndBeep.BeepDetector();
            for (Written written : all) {
                List<Long> micros = new ArrayList<>();
                detector.find(new Pcm(0, sampleRate, channels, written.samples()), micros);
                micros.forEach(m -> found.add(written.heardNanos() + m * 1000));
            }
            return found;
        }

        @Override
        public void close() {}
    }
}
