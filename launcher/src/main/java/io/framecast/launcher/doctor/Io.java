package io.framecast.launcher.doctor;

import io.framecast.transport.TransportKind;

/** How datagrams are read and written here. {@code wanted}: what {@link TransportKind#PROPERTY} names; empty: nothing. */
record Io(TransportKind kind, String wanted, boolean linux, String machine, int java) {

    private static final String CHECK = "transport";

    static Io here() {
        return new Io(
                TransportKind.best(),
                System.getProperty(TransportKind.PROPERTY, ""),
                System.getProperty("os.name", "").startsWith("Linux"),
                System.getProperty("os.arch", ""),
                Runtime.version().feature());
    }

    Finding finding() {
        String says = kind + " on " + machine + ", Java " + java;
        if (kind == TransportKind.NATIVE) {
            return Finding.ok(CHECK, says + ": many datagrams a system call, segmentation offload");
        }
        if (!linux) {
            return Finding.ok(CHECK, says + ": all that there is on this system");
        }
        if (!wanted.isEmpty()) {
            return Finding.warning(
                    CHECK,
                    says + ", chosen by -D" + TransportKind.PROPERTY + "=" + wanted,
                    "unset FRAMECAST_JAVA_OPTS");
        }
        return Finding.warning(
                CHECK,
                says + ": an old kernel, or a sandbox that forbids sendmmsg and recvmmsg",
                "framecast -v doctor (its log says why)");
    }
}
