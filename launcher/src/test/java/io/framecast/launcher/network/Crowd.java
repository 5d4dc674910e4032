package io.framecast.launcher.network;

import com.google.gson.JsonObject;
import io.framecast.client.ClientEvent;
import io.framecast.client.ClientOptions;
import io.framecast.client.FramecastClient;
import io.framecast.client.StreamListener;
import io.framecast.client.Subscription;
import io.framecast.protocol.media.Frame;
import io.framecast.protocol.session.StreamStats;
import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.subscriber.LatencyHistogram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Many subscribers in one process, each with a session and a socket of its own: {@code Crowd HOST:PORT id,id EACH RECEIVE_BUFFER
 * LATENCY_MS}. Takes commands on standard input: {@code reset} begins a new measurement of latency, {@code stats} prints the sum of
 * all figures as a line of JSON, {@code join ID} adds a subscriber and prints how long it took to its first frame. The latency is from capture to the whole frame, by the one clock of a machine that has the producer,
 * too.
 */
final class Crowd {

    /** Apart, so that the broker's budget of handshakes per prefix is not what is measured. */
    private static final long BETWEEN_SESSIONS_NANOS = 25_000_000L;

    private static final long LONGEST_JOIN_NANOS = 10_000_000_000L;

    private final List<Viewer> viewers = new ArrayList<>();
    private final AtomicLong disconnects = new AtomicLong();
    private final AtomicLong downs = new AtomicLong();

    private Crowd() {}

    public static void main(String[] arguments) throws IOException {
        new Crowd()
                .run(
                        arguments[0],
                        List.of(arguments[1].split(",")),
                        Integer.parseInt(arguments[2]),
                        Integer.parseInt(arguments[3]),
                        Duration.ofMillis(Long.parseLong(arguments[4])));
        System.exit(0);
    }

    private void run(String broker, List<String> ids, int each, int receiveBufferBytes, Duration latency)
            throws IOException {
        for (int i = 0; i < each; i++) {
            for (String id : ids) {
                viewers.add(new Viewer(broker, id, receiveBufferBytes, latency));
                LockSupport.parkNanos(BETWEEN_SESSIONS_NANOS);
            }
        }
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String command = line.split(" ")[0];
            switch (command) {
                case "join" -> System.out.println(join(broker, line.split(" ")[1], receiveBufferBytes, latency));
                case "reset" -> viewers.forEach(Viewer::reset);
                case "stats" -> System.out.println(stats());
                default -> System.err.println("reset, stats or join, not " + command);
            }
        }
    }

    private JsonObject join(String broker, String id, int receiveBufferBytes, Duration latency) {
        long start = System.nanoTime();
        Viewer viewer = new Viewer(broker, id, receiveBufferBytes, latency);
        viewers.add(viewer);
        while (viewer.subscription.stats().frames() == 0 && System.nanoTime() - start < LONGEST_JOIN_NANOS) {
            LockSupport.parkNanos(1_000_000L);
        }
        JsonObject line = new JsonObject();
        line.addProperty("join_ms", (System.nanoTime() - start) / 1_000_000);
        return line;
    }

    private JsonObject stats() {
        LatencyHistogram ages = new LatencyHistogram();
        long frames = 0;
        long fewest = Long.MAX_VALUE;
        long broken = 0;
        long skipped = 0;
        long lost = 0;
        long repaired = 0;
        long datagrams = 0;
        long hurt = 0;
        long roundTrip = 0;
        for (Viewer viewer : viewers) {
            StreamStats stats = viewer.subscription.stats();
            frames += stats.frames();
            fewest = Math.min(fewest, stats.frames());
            broken += stats.framesBroken();
            skipped += stats.framesSkipped();
            lost += stats.lost();
            repaired += stats.repairedNack() + stats.repairedFec();
            datagrams += stats.datagrams();
            hurt += stats.framesBroken() + stats.framesSkipped() > 0 ? 1 : 0;
            roundTrip = Math.max(roundTrip, stats.roundTripNanos());
            viewer.addTo(ages);
        }
        JsonObject line = new JsonObject();
        line.addProperty("viewers", viewers.size());
        line.addProperty("viewers_hurt", hurt);
        line.addProperty("frames", frames);
        line.addProperty("frames_of_the_worst", fewest);
        line.addProperty("frames_broken", broken);
        line.addProperty("frames_skipped", skipped);
        line.addProperty("lost", lost);
        line.addProperty("repaired", repaired);
        line.addProperty("datagrams", datagrams);
        line.addProperty("disconnects", disconnects.get());
        line.addProperty("downs", downs.get());
        line.addProperty("round_trip_us", roundTrip / 1000);
        line.addProperty("p50_us", ages.quantileMicros(0.5));
        line.addProperty("p99_us", ages.quantileMicros(0.99));
        line.addProperty("max_us", ages.maxMicros());
        return line;
    }

    /** One session with one subscription. */
    private final class Viewer implements StreamListener {
        private final Subscription subscription;
        private final ReentrantLock lock = new ReentrantLock();
        private final List<Integer> ages = new ArrayList<>();

        Viewer(String broker, String id, int receiveBufferBytes, Duration latency) {
            FramecastClient client =
                    FramecastClient.connect(ClientOptions.to(broker).withReceiveBufferBytes(receiveBufferBytes));
            client.onEvent(event -> {
                if (event instanceof ClientEvent.Disconnected || event instanceof ClientEvent.Refused) {
                    disconnects.incrementAndGet();
                }
            });
            subscription = client.subscribe(id, latency, this);
        }

        @Override
        public void onFrame(Frame frame) {
            long nowMicros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
            lock.lock();
            try {
                ages.add(Math.clamp(nowMicros - frame.captureMicros(), 0, Integer.MAX_VALUE));
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void onDown(EndReason reason) {
            downs.incrementAndGet();
        }

        void reset() {
            lock.lock();
            try {
                ages.clear();
            } finally {
                lock.unlock();
            }
        }

        void addTo(LatencyHistogram all) {
            lock.lock();
            try {
                ages.forEach(all::add);
            } finally {
                lock.unlock();
            }
        }
    }
}
