package io.framecast.launcher;

import io.framecast.client.ClientOptions;
import io.framecast.client.PublishOptions;
import io.framecast.client.RunException;
import io.framecast.client.UsageException;
import io.framecast.producer.ProducerOptions;
import io.framecast.producer.ProducerProgram;
import io.framecast.producer.source.SourceOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The demo's producers, each on a thread of its own. */
record DemoProducers(List<Thread> threads) implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DemoProducers.class);
    private static final Duration OTHERS_DELAY = Duration.ofMillis(1500);
    private static final Duration LEAVE = Duration.ofSeconds(1);

    /** The first one at once, the others a little later: the first picture has the machine for itself. */
    static DemoProducers start(Samples samples, ClientOptions client) {
        List<Thread> threads = new ArrayList<>();
        Duration delay = Duration.ZERO;
        for (Samples.Sample sample : samples.all()) {
            Duration wait = delay;
            threads.add(Thread.ofPlatform()
                    .daemon()
                    .name("producer-" + sample.id())
                    .start(() -> publish(sample, wait, client)));
            delay = OTHERS_DELAY;
        }
        return new DemoProducers(List.copyOf(threads));
    }

    /** Ends the streams in good order, within a second. */
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        long deadline = System.nanoTime() + LEAVE.toNanos();
        try {
            for (Thread thread : threads) {
                boolean ended = thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
                if (!ended) {
                    LOG.debug("{} has not ended in time", thread.getName());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void publish(Samples.Sample sample, Duration delay, ClientOptions client) {
        try {
            ProducerProgram.run(new ProducerOptions(
                    sample.id(),
                    sample.source(),
                    SourceOptions.DEFAULT.withLoop(),
                    client,
                    delay,
                    sample.title(),
                    List.of("demo"),
                    PublishOptions.FRAGMENT_BYTES));
        } catch (RunException | UsageException e) {
            LOG.warn("{}: {}", sample.id(), e.getMessage());
        } catch (InterruptedException e) {
            LOG.debug("{} was told to end", sample.id());
        }
    }
}
