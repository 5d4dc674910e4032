package io.framecast.launcher.network;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One network namespace: a machine of its own as far as the network goes. */
final class Namespace {

    /** A bucket of a few datagrams and what is usual to wait in front of it. */
    private static final List<String> BURST_AND_QUEUE = List.of("burst", "8kb", "latency", "50ms");

    private final String name;
    private int devices;

    Namespace(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** What to put in front of a command so that it runs in here, as the same process. */
    List<String> within() {
        return List.of("ip", "netns", "exec", name);
    }

    String nextDevice() {
        return "v" + devices++;
    }

    String run(String... command) throws IOException {
        List<String> all = new ArrayList<>(within());
        all.addAll(List.of(command));
        return Command.run(all);
    }

    /** Each UDP datagram that comes in over {@code device} is lost with this probability, whatever happened to others. */
    void loseArriving(String device, double ratio) throws IOException {
        run(
                "iptables",
                "-A",
                "INPUT",
                "-i",
                device,
                "-p",
                "udp",
                "-m",
                "statistic",
                "--mode",
                "random",
                "--probability",
                String.format(Locale.ROOT, "%.4f", ratio),
                "-j",
                "DROP");
    }

    /** What leaves over {@code device} is limited to this rate, with a short queue. */
    void limitLeaving(String device, long bitsPerSecond) throws IOException {
        List<String> command = new ArrayList<>(List.of("tc", "qdisc", "replace", "dev", device, "root", "tbf"));
        command.addAll(List.of("rate", bitsPerSecond + "bit"));
        command.addAll(BURST_AND_QUEUE);
        run(command.toArray(String[]::new));
    }

    /** A figure of the kernel's UDP, such as {@code RcvbufErrors}. */
    long udp(String figure) throws IOException {
        String[] lines = run("cat", "/proc/net/snmp")
                .lines()
                .filter(line -> line.startsWith("Udp: "))
                .toArray(String[]::new);
        List<String> names = List.of(lines[0].split(" "));
        return Long.parseLong(List.of(lines[1].split(" ")).get(names.indexOf(figure)));
    }
}
