package io.framecast.bench.fanout;

import io.framecast.transport.TransportKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One way to fan out, by the name that the child process is told.
 *
 * @param label for people
 * @param ours whether it is the broker's
 */
record Technique(String name, String label, boolean ours) {
    static final String LIMIT = "limit";
    static final String NATIVE = "native";
    static final String CHANNEL = "channel";
    static final String NETTY = "netty";
    static final String AERON = "aeron";

    static final String TWO_THREADS = "native-2";

    static final Technique C = new Technique(LIMIT, "C, `sendmmsg` + UDP_SEGMENT: the limit", false);

    /** Differs from the broker's best for large tables only, and is compared with that alone. */
    static final Technique TWO = new Technique(TWO_THREADS, "broker, `native`, 2 threads", true);

    /** What runs on this machine, the limit apart. */
    static List<Technique> java() {
        List<Technique> all = new ArrayList<>();
        Arrays.stream(TransportKind.values())
                .filter(TransportKind::supported)
                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                .forEach(name -> all.add(new Technique(name, "broker, `" + name + "`", true)));
        all.add(new Technique(NETTY, "Netty epoll, `DatagramPacket` each", false));
        all.add(new Technique(CHANNEL, "`DatagramChannel.send` each", false));
        all.add(new Technique(AERON, "Aeron multi-destination-cast", false));
        return all;
    }

    static Technique named(String name) {
        return java().stream()
                .filter(technique -> technique.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name));
    }
}
