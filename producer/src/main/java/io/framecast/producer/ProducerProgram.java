package io.framecast.producer;

import io.framecast.client.FramecastClient;
import io.framecast.client.Publication;
import io.framecast.client.PublishOptions;
import io.framecast.client.RunException;
import io.framecast.client.UsageException;
import io.framecast.producer.source.FrameSource;
import io.framecast.producer.source.SourceFrame;
import io.framecast.producer.source.SourceUri;
import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Track;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes one source until it ends or the thread is interrupted. */
public final class ProducerProgram {
    private static final Logger LOG = LoggerFactory.getLogger("io.framecast.producer");

    /** How long someone who stops the program waits for the broker to hear of the end. */
    private static final long LEAVE_MILLIS = 800;

    private final ProducerOptions options;
    private final FirstLive firstLive;

    /** Told once, on the sending thread, when the broker takes the stream for the first time. */
    @FunctionalInterface
    public interface FirstLive {
        void onFirstLive() throws RunException;
    }

    private ProducerProgram(ProducerOptions options, FirstLive firstLive) {
        this.options = options;
        this.firstLive = firstLive;
    }

    /**
     * Returns when the source has ended, the broker has all of it, and the stream is ended. A broker that is away is waited for.
     *
     * @throws UsageException malformed id or source, missing file, empty folder; nothing was sent
     * @throws RunException damaged file, frame too large, refused, or taken over by another producer
     * @throws InterruptedException the thread was interrupted; the stream was ended
     */
    public static void run(ProducerOptions options, FirstLive firstLive) throws RunException, InterruptedException {
        new ProducerProgram(options, firstLive).run();
    }

    /** The same, where nobody asks when it is live. */
    public static void run(ProducerOptions options) throws RunException, InterruptedException {
        run(options, () -> {});
    }

    private void run() throws RunException, InterruptedException {
        try (FrameSource source = SourceUri.open(options.source(), options.sourceOptions())) {
            Thread.sleep(options.delay().toMillis());
            Catalog catalog = source.open();
            long openedMicros = wallMicros();
            LOG.info("{}: {}, {}", options.id(), options.source(), described(catalog));
            StreamWatch watch = new StreamWatch(options.id(), source, Thread.currentThread(), LOG);
            try (FramecastClient client = FramecastClient.connect(options.client())) {
                client.onEvent(watch::onEvent);
                PublishOptions publish = new PublishOptions(
                        options.id(), options.title(), options.tags(), catalog, options.fragmentBytes());
                publish(source, client.publish(publish, watch), watch, openedMicros);
            } finally {
                watch.release();
            }
            watch.throwIfOver();
        }
    }

    private void publish(FrameSource source, Publication publication, StreamWatch watch, long openedMicros)
            throws RunException, InterruptedException {
        try {
            if (source.live()) {
                sendLive(source, publication, watch, openedMicros);
            } else {
                sendPaced(source, publication, watch);
            }
            watch.throwIfOver();
            publication.end().get();
            LOG.info("{} has ended", options.id());
        } catch (InterruptedException e) {
            leave(publication);
            watch.throwIfOver();
            throw e;
        } catch (RunException e) {
            leave(publication);
            throw e;
        } catch (ExecutionException e) {
            throw new RunException(options.id() + " did not end in good order: " + e.getCause(), e);
        }
    }

    /** What happens before anyone takes it is gone. */
    private void sendLive(FrameSource source, Publication publication, StreamWatch watch, long openedMicros)
            throws RunException, InterruptedException {
        SourceFrame frame = next(source);
        boolean told = false;
        while (frame != null) {
            if (watch.wasLive()) {
                if (!told) {
                    told = true;
                    firstLive.onFirstLive();
                }
                send(publication, frame, openedMicros + frame.presentationMicros());
            }
            frame = next(source);
        }
    }

    /** Begins when the broker takes the stream, so that nothing of it is lost; from then on time goes by. */
    private void sendPaced(FrameSource source, Publication publication, StreamWatch watch)
            throws RunException, InterruptedException {
        watch.awaitLive();
        firstLive.onFirstLive();
        Pacer pacer = new Pacer();
        SourceFrame frame = next(source);
        while (frame != null) {
            long waitNanos = pacer.waitNanos(frame.decodeMicros(), System.nanoTime(), wallMicros());
            TimeUnit.NANOSECONDS.sleep(waitNanos);
            send(publication, frame, pacer.captureMicros(frame.presentationMicros()));
            frame = next(source);
        }
    }

    private static @Nullable SourceFrame next(FrameSource source) throws RunException, InterruptedException {
        SourceFrame frame = source.next();
        if (Thread.interrupted()) {
            throw new InterruptedException("while " + (frame == null ? "ending" : "sending"));
        }
        return frame;
    }

    private static void send(Publication publication, SourceFrame frame, long captureMicros) {
        publication.send(frame.track(), frame.key(), frame.discardable(), captureMicros, frame.payload());
    }

    private static void leave(Publication publication) throws InterruptedException {
        try {
            publication.end().get(LEAVE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("the broker did not confirm the end", e);
        }
    }

    private static long wallMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    private static String described(Catalog catalog) {
        return catalog.tracks().stream().map(ProducerProgram::described).collect(Collectors.joining(" and "));
    }

    private static String described(Track track) {
        if (track.isAudio()) {
            return track.codec() + (track.sampleRate() == 0 ? "" : " at " + track.sampleRate() + " Hz");
        }
        String size = track.width() == 0 ? "" : " " + track.width() + "x" + track.height();
        return track.codec() + size + String.format(Locale.ROOT, " at %.4g fps", track.framerate());
    }
}
