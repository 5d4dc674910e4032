package io.framecast.bench.measure;

import io.framecast.client.RunException;
import java.util.ArrayList;
import java.util.List;

/** A network namespace that has nothing but a loopback: what is sent in here disturbs nobody. Removed when it is closed, and at exit. */
public final class Namespace implements AutoCloseable {

    private final String name = "framecast-bench-" + ProcessHandle.current().pid();
    private final Thread atExit = new Thread(this::remove, "remove-namespace");
    private boolean removed;

    /** @throws RunException where there can be none: it takes Linux, root, and the programs ip and tc */
    public Namespace() throws RunException {
        Command.run("ip", "netns", "add", name);
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            run("ip", "link", "set", "lo", "up");
        } catch (RunException e) {
            close();
            throw e;
        }
    }

    /**
     * Puts a full token-bucket queue in front of the loopback: all that is sent goes through the whole of the send path and is dropped
     * at its end. The burst is as large as a message with segmentation offload, which would be cut into datagrams otherwise.
     */
    public void dropAllThatIsSent() throws RunException {
        run("tc", "qdisc", "replace", "dev", "lo", "root", "tbf", "rate", "1mbit", "burst", "256kb", "limit", "1");
    }

    /** In front of a command that is to run in here, as the same process. */
    public List<String> within() {
        return List.of("ip", "netns", "exec", name);
    }

    public UdpFigures udp() throws RunException {
        return UdpFigures.parse(run("cat", "/proc/net/snmp"));
    }

    private String run(String... command) throws RunException {
        List<String> all = new ArrayList<>(within());
        all.addAll(List.of(command));
        return Command.run(all);
    }

    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException _) {
            // The JVM is on its way down, and the namespace is gone.
            return;
        }
    }

    private synchronized void remove() {
        if (removed) {
            return;
        }
        removed = true;
        try {
            Command.run("ip", "netns", "del", name);
        } catch (RunException e) {
            System.err.println("left behind: " + e.getMessage());
        }
    }
}
