package io.framecast.launcher.doctor;

import io.framecast.client.ClientOptions;
import io.framecast.client.RunException;
import io.framecast.transport.SocketBuffers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes all checks, in the order in which they are read: this machine, the way, the broker, its streams.
 *
 * @param client how to reach the broker
 * @param named somebody said that there is a broker; else its absence is no failure
 * @param patience how long the broker has to answer
 * @param watch how long streams are looked at
 */
public record Doctor(
        ClientOptions client, boolean named, Map<String, String> environment, Duration patience, Duration watch) {

    /** How long streams are looked at unless told otherwise. */
    public static final Duration WATCH = Duration.ofSeconds(3);

    private static final long DROPS_NANOS = 1_000_000_000L;

    /** Takes a second at least, {@code patience} + {@code watch} and some seconds at the most. */
    public Report examine() throws InterruptedException {
        SystemFiles files = new SystemFiles(Path.of("/"));
        Optional<UdpDrops> drops = UdpDrops.read(files);
        long dropsNanos = System.nanoTime();
        List<Finding> findings = new ArrayList<>();
        findings.add(Io.here().finding());
        Optional<Buffers> buffers = Buffers.granted(SocketBuffers.DEFAULT, files);
        buffers.ifPresent(granted -> findings.add(granted.finding()));
        int dropsAt = findings.size();
        Optional<Route> route = route();
        route.ifPresent(way -> findings.add(way.finding()));
        findings.addAll(Nat.here(files, route).findings());
        findings.addAll(
                Containers.here(files, environment, client.secret() != null).findings());
        findings.addAll(meeting());
        if (drops.isPresent()) {
            long left = dropsNanos + DROPS_NANOS - System.nanoTime();
            Thread.sleep(Duration.ofNanos(Math.max(0, left)));
            String mend = buffers.filter(Buffers::tooSmall).map(Buffers::mend).orElse("");
            UdpDrops.read(files)
                    .map(now -> now.since(drops.get(), System.nanoTime() - dropsNanos, mend))
                    .ifPresent(finding -> findings.add(dropsAt, finding));
        }
        return new Report(findings);
    }

    private List<Finding> meeting() throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        try (Encounter encounter = new Encounter(client, named)) {
            BrokerFacts broker = encounter.broker(patience);
            findings.add(broker.finding());
            if (broker.connected()) {
                List<Finding> streams = encounter.streams(watch);
                findings.add(Skew.finding(encounter.clock()));
                findings.addAll(streams);
            }
        }
        return findings;
    }

    private Optional<Route> route() {
        try {
            return Route.to(client.broker().resolve());
        } catch (RunException e) {
            return Optional.empty();
        }
    }
}
