package io.framecast.bench.fanout;

import com.google.gson.JsonObject;
import io.framecast.bench.measure.LimitPrograms;
import io.framecast.bench.measure.Namespace;
import io.framecast.bench.measure.UdpFigures;
import io.framecast.client.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs the contests: each one load, all techniques; and the broker's own with many subscribers against few. */
final class Fanout implements AutoCloseable {
    static final String SEND_ONLY = "send-only";
    static final String DELIVERED = "delivered";
    static final int FEW = 100;
    static final int MANY = 10_000;
    /** A table whose rows are worth a second thread. */
    static final int LARGE = 1000;

    private static final String LOOPBACK = "127.0.0.1";
    private static final int FIRST_PORT = 20_000;

    private final int rounds;
    private final int millis;
    private final int subscribers;
    private final List<Technique> techniques;
    private final Path folder;
    private final Optional<Path> limit;

    Fanout(int rounds, int millis, int subscribers, List<Technique> techniques) throws RunException {
        this.rounds = rounds;
        this.millis = millis;
        this.subscribers = subscribers;
        this.techniques = techniques;
        try {
            folder = Files.createTempDirectory("framecast-bench");
        } catch (IOException e) {
            throw new RunException("no temporary folder: " + e.getMessage(), e);
        }
        limit = LimitPrograms.compile("send", folder);
    }

    boolean hasLimit() {
        return limit.isPresent();
    }

    List<JsonObject> sendOnly(int segments) throws RunException {
        try (Namespace namespace = new Namespace();
                Contest contest = new Contest(SEND_ONLY, namespace.within(), namespace::udp)) {
            namespace.dropAllThatIsSent();
            enterAll(contest, new Load(LOOPBACK, FIRST_PORT, subscribers, segments, Load.BYTES));
            return contest.run(rounds, millis);
        }
    }

    /** The broker's best, and the C program, with many subscribers and with few in turn. */
    List<JsonObject> scale(int segments, Technique best) throws RunException {
        try (Namespace namespace = new Namespace();
                Contest contest = new Contest(SEND_ONLY, namespace.within(), namespace::udp)) {
            namespace.dropAllThatIsSent();
            for (int subscribers : new int[] {FEW, MANY}) {
                Load load = new Load(LOOPBACK, FIRST_PORT, subscribers, segments, Load.BYTES);
                if (limit.isPresent()) {
                    contest.enterLimit(limit.get(), load);
                }
                contest.enter(best, load);
            }
            return contest.run(rounds, millis);
        }
    }

    List<JsonObject> delivered(int segments) throws RunException {
        Path snmp = Path.of("/proc/net/snmp");
        try (Sinks sinks = new Sinks(subscribers);
                Contest contest = new Contest(DELIVERED, List.of(), () -> figures(snmp))) {
            enterAll(contest, new Load(LOOPBACK, sinks.firstPort, subscribers, segments, Load.BYTES));
            return contest.run(rounds, millis);
        }
    }

    /** The broker with one thread that sends and with two, in turn. */
    List<JsonObject> threads(int segments, boolean sendOnly) throws RunException {
        List<JsonObject> rows = new ArrayList<>();
        if (sendOnly) {
            try (Namespace namespace = new Namespace();
                    Contest contest = new Contest(SEND_ONLY, namespace.within(), namespace::udp)) {
                namespace.dropAllThatIsSent();
                enterThreads(contest, new Load(LOOPBACK, FIRST_PORT, LARGE, segments, Load.BYTES));
                rows.addAll(contest.run(rounds, millis));
            }
        }
        try (Sinks sinks = new Sinks(LARGE);
                Contest contest = new Contest(DELIVERED, List.of(), () -> figures(Path.of("/proc/net/snmp")))) {
            enterThreads(contest, new Load(LOOPBACK, sinks.firstPort, LARGE, segments, Load.BYTES));
            rows.addAll(contest.run(rounds, millis));
        }
        return rows;
    }

    private static void enterThreads(Contest contest, Load load) throws RunException {
        contest.enter(Technique.named(Technique.NATIVE), load);
        contest.enter(Technique.TWO, load);
    }

    private void enterAll(Contest contest, Load load) throws RunException {
        if (limit.isPresent()) {
            contest.enterLimit(limit.get(), load);
        }
        for (Technique technique : techniques) {
            contest.enter(technique, load);
        }
    }

    private static UdpFigures figures(Path snmp) throws RunException {
        try {
            return UdpFigures.parse(Files.readString(snmp));
        } catch (IOException e) {
            throw new RunException("cannot read " + snmp + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        List<Path> made = new ArrayList<>(limit.stream().toList());
        limit.ifPresent(program -> made.add(program.resolveSibling("send.c")));
        made.add(folder);
        for (Path path : made) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                System.err.println("left behind: " + path);
            }
        }
    }
}
