package io.framecast.launcher.network;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.condition.OS;

/**
 * Namespaces that are joined by cables (veth pairs). Their names carry this process's id; closing removes them, and so does the end
 * of the JVM. Needs Linux, root, and the programs ip, tc and iptables.
 */
final class Network implements AutoCloseable {

    private static final String PREFIX = "framecast-";

    /** One cable: the device and the address at each of its ends. */
    record Cable(Namespace a, String deviceA, String addressA, Namespace b, String deviceB, String addressB) {

        /** Datagrams are lost with this probability on arrival, at both ends. */
        void loseBothWays(double ratio) throws IOException {
            a.loseArriving(deviceA, ratio);
            b.loseArriving(deviceB, ratio);
        }
    }

    private final List<Namespace> namespaces = new ArrayList<>();
    private final Thread atExit = new Thread(this::removeAll, "remove-namespaces");
    private int cables;

    private Network() {
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** A network without anything in it; the calling test is skipped where there can be none. */
    static Network open() throws IOException {
        String obstacle = obstacle();
        assumeTrue(obstacle.isEmpty(), obstacle);
        return new Network();
    }

    Namespace namespace(String name) throws IOException {
        Namespace namespace = new Namespace(PREFIX + ProcessHandle.current().pid() + "-" + name);
        Command.run("ip", "netns", "add", namespace.name());
        namespaces.add(namespace);
        namespace.run("ip", "link", "set", "lo", "up");
        return namespace;
    }

    /** Joins two namespaces by a cable with a net of its own out of 10.77.0.0/16; each datagram travels on its own, not in GSO bursts. */
    Cable join(Namespace a, Namespace b) throws IOException {
        String net = "10.77." + cables++ + ".";
        Cable cable = new Cable(a, a.nextDevice(), net + 1, b, b.nextDevice(), net + 2);
        Command.run(
                "ip",
                "-n",
                a.name(),
                "link",
                "add",
                cable.deviceA(),
                "type",
                "veth",
                "peer",
                "name",
                cable.deviceB(),
                "netns",
                b.name());
        plug(a, cable.deviceA(), cable.addressA());
        plug(b, cable.deviceB(), cable.addressB());
        return cable;
    }

    private static void plug(Namespace namespace, String device, String address) throws IOException {
        namespace.run("ip", "addr", "add", address + "/24", "dev", device);
        namespace.run("ip", "link", "set", device, "gso_max_segs", "1");
        namespace.run("ip", "link", "set", device, "up");
    }

    @Override
    public void close() {
        removeAll();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private void removeAll() {
        for (Namespace namespace : namespaces) {
            try {
                Command.attempt(List.of("ip", "netns", "del", namespace.name()));
            } catch (IOException e) {
                System.err.println("namespace " + namespace.name() + " is left behind: " + e.getMessage());
            }
        }
        namespaces.clear();
    }

    /** Why there can be no network here; empty if there can. */
    private static String obstacle() throws IOException {
        if (!OS.LINUX.isCurrentOs()) {
            return "network namespaces need Linux";
        }
        if (!Command.run("id", "-u").equals("0")) {
            return "network namespaces need root";
        }
        removeLeftovers();
        String script = "n=" + PREFIX + ProcessHandle.current().pid() + "-probe; ip netns add $n || exit 1; "
                + "ip -n $n link add v0 type veth peer name v1"
                + " && ip netns exec $n tc qdisc add dev v0 root tbf rate 1mbit burst 8kb latency 50ms"
                + " && ip netns exec $n iptables -A INPUT -m statistic --mode random --probability 0.5 -j DROP; "
                + "s=$?; ip netns del $n; exit $s";
        Command.Result result = Command.attempt(List.of("sh", "-c", script));
        return result.exitCode() == 0
                ? ""
                : "namespaces, tbf or iptables' statistic match do not work here: " + result.output();
    }

    /** Those of processes that were killed before they could remove them. */
    private static void removeLeftovers() throws IOException {
        for (String line :
                Command.attempt(List.of("ip", "netns", "list")).output().lines().toList()) {
            String name = line.split(" ")[0];
            if (name.matches(PREFIX + "[0-9]+-[a-z0-9]+")
                    && !Files.exists(Path.of("/proc", name.substring(PREFIX.length(), name.lastIndexOf('-'))))) {
                Command.attempt(List.of("ip", "netns", "del", name));
            }
        }
    }
}
