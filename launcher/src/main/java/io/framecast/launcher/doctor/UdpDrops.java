package io.framecast.launcher.doctor;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Datagrams of all programs that the kernel dropped since boot, IPv4 and IPv6 together (RFC 4113 names in proc_net(5)).
 *
 * @param receive no room in a socket's receive buffer
 * @param send no room in a send buffer
 * @param bad wrong checksum, or no memory
 */
record UdpDrops(long receive, long send, long bad) {

    private static final String CHECK = "kernel UDP drops";

    static Optional<UdpDrops> read(SystemFiles files) {
        return of(files.text("proc/net/snmp"), files.text("proc/net/snmp6"));
    }

    /** Empty if {@code snmp} does not have the counters. */
    static Optional<UdpDrops> of(String snmp, String snmp6) {
        Map<String, Long> counters = new HashMap<>();
        String[] names = {};
        for (String line : snmp.lines().filter(line -> line.startsWith("Udp:")).toList()) {
            String[] fields = line.strip().split("\\s+", -1);
            for (int i = 1; i < Math.min(names.length, fields.length); i++) {
                add(counters, names[i], fields[i]);
            }
            names = fields;
        }
        if (!counters.containsKey("InErrors") || !counters.containsKey("RcvbufErrors")) {
            return Optional.empty();
        }
        for (String line : snmp6.lines().filter(line -> line.startsWith("Udp6")).toList()) {
            String[] fields = line.strip().split("\\s+", 2);
            if (fields.length == 2) {
                add(counters, fields[0].substring("Udp6".length()), fields[1]);
            }
        }
        long receive = counters.getOrDefault("RcvbufErrors", 0L);
        // The kernel counts those without room among the errors, too.
        long bad = Math.max(0, counters.getOrDefault("InErrors", 0L) - receive);
        return Optional.of(new UdpDrops(receive, counters.getOrDefault("SndbufErrors", 0L), bad));
    }

    private static void add(Map<String, Long> counters, String name, String value) {
        if (!value.isEmpty() && value.length() < 19 && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            counters.merge(name, Long.parseLong(value), Long::sum);
        }
    }

    /** What was dropped after {@code before} was read, {@code nanos} ago. {@code mendBuffers}: of {@link Buffers#mend}, or empty. */
    Finding since(UdpDrops before, long nanos, String mendBuffers) {
        UdpDrops grown = new UdpDrops(receive - before.receive, send - before.send, bad - before.bad);
        String time = String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
        String boot = receive + send + bad == 0 ? "none" : counts();
        if (grown.receive > 0 || grown.send > 0) {
            String who = mendBuffers.isEmpty() ? "sudo ss -uanmp (d in skmem counts each socket's drops)" : mendBuffers;
            return Finding.warning(
                    CHECK, grown.counts() + " in the last " + time + ", by all programs; since boot " + boot, who);
        }
        if (grown.bad > 0) {
            return Finding.warning(CHECK, grown.counts() + " in the last " + time, "nstat -az 'Udp*'");
        }
        return Finding.ok(CHECK, "none in the last " + time + "; since boot " + boot);
    }

    private String counts() {
        return receive + " received too fast, " + send + " sent too fast, " + bad + " damaged";
    }
}
