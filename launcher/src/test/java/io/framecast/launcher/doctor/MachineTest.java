package io.framecast.launcher.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.transport.SocketBuffers;
import io.framecast.transport.TransportKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found on a machine, told by what its kernel said. */
final class MachineTest {

    private static final SocketBuffers ASKED = new SocketBuffers(4 << 20, 4 << 20);
    private static final int DEFAULT_BYTES = 212_992;
    private static final long THREE_SECONDS = 3_000_000_000L;

    private static final String SNMP = """
            Tcp: RtoAlgorithm RtoMin
            Tcp: 1 200
            Udp: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors
            Udp: 1000 7 %d 900 %d %d 0
            UdpLite: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors
            UdpLite: 0 0 99 0 99 99 0
            """;
    private static final String SNMP6 = """
            Ip6InReceives                   	12
            Udp6InErrors                    	5
            Udp6RcvbufErrors                	3
            Udp6SndbufErrors                	0
            UdpLite6InErrors                	99
            """;

    @TempDir
    Path root;

    @Test
    void buffersAsLargeAsAskedForAreWell() {
        Finding finding = buffers(4 << 20, 4 << 20).finding();
        assertEquals(Verdict.OK, finding.verdict());
        assertEquals("asked 4096 KiB, granted 4096 KiB to receive and 4096 KiB to send", finding.says());
        assertEquals("", finding.mend());
    }

    @Test
    void aSmallBufferIsMendedBySettingJustItsOwnLimitAndKeepingIt() {
        Finding finding = buffers(DEFAULT_BYTES, 4 << 20).finding();
        assertEquals(Verdict.WARNING, finding.verdict());
        assertTrue(finding.says().contains("granted 208 KiB to receive"), finding.says());
        assertEquals(
                "sudo sysctl -w net.core.rmem_max=4194304 | sudo tee /etc/sysctl.d/60-framecast.conf", finding.mend());
        assertTrue(
                buffers(1, 1).mend().contains("net.core.rmem_max=4194304 net.core.wmem_max=4194304 |"),
                buffers(1, 1).mend());
    }

    @Test
    void withoutTheKernelsFilesNoSysctlIsProposed() {
        Buffers elsewhere = new Buffers(ASKED, 1, 1, OptionalLong.empty(), OptionalLong.empty());
        assertEquals(Verdict.WARNING, elsewhere.finding().verdict());
        assertEquals("", elsewhere.finding().mend());
    }

    @Test
    void dropsOfBothAddressFamiliesAreCountedAndThoseOfUdpLiteNot() {
        assertEquals(Optional.of(new UdpDrops(43, 2, 12)), UdpDrops.of(SNMP.formatted(50, 40, 2), SNMP6));
        assertEquals(Optional.of(new UdpDrops(40, 2, 10)), UdpDrops.of(SNMP.formatted(50, 40, 2), ""));
    }

    @Test
    void aKernelWithoutTheCountersIsNotJudged() {
        assertEquals(Optional.empty(), UdpDrops.of("", ""));
        assertEquals(Optional.empty(), UdpDrops.of("Udp: InDatagrams InErrors\nUdp: 1 2\n", SNMP6));
        assertEquals(Optional.empty(), UdpDrops.of("Udp: InErrors RcvbufErrors\nUdp: x -1\n", ""));
    }

    @Test
    void dropsOfLongAgoAreToldAndNotWarnedAbout() {
        UdpDrops old = new UdpDrops(43, 0, 1);
        Finding finding = old.since(old, THREE_SECONDS, "");
        assertEquals(Verdict.OK, finding.verdict());
        assertEquals(
                "none in the last 3.0 s; since boot 43 received too fast, 0 sent too fast, 1 damaged", finding.says());
    }

    @Test
    void dropsThatGoOnAreAWarning() {
        Finding finding = new UdpDrops(50, 0, 1).since(new UdpDrops(43, 0, 1), THREE_SECONDS, "sudo sysctl");
        assertEquals(Verdict.WARNING, finding.verdict());
        assertTrue(finding.says().startsWith("7 received too fast, 0 sent too fast, 0 damaged"), finding.says());
        assertEquals("sudo sysctl", finding.mend());
        Finding enough = new UdpDrops(0, 5, 0).since(new UdpDrops(0, 0, 0), THREE_SECONDS, "");
        assertTrue(enough.mend().startsWith("sudo ss -uanmp"), enough.mend());
        Finding damaged = new UdpDrops(0, 0, 4).since(new UdpDrops(0, 0, 3), THREE_SECONDS, "");
        assertEquals(Verdict.WARNING, damaged.verdict());
    }

    @Test
    void theTransportIsWarnedAboutWhereABetterOneCouldBe() {
        assertEquals(
                Verdict.OK,
                new Io(TransportKind.NATIVE, "", true, "amd64", 25).finding().verdict());
        assertEquals(
                Verdict.OK,
                new Io(TransportKind.NIO, "", false, "aarch64", 25).finding().verdict());
        assertEquals(
                "framecast -v doctor (its log says why)",
                new Io(TransportKind.SEGMENTED, "", true, "amd64", 25).finding().mend());
        Finding chosen = new Io(TransportKind.NIO, "nio", true, "amd64", 25).finding();
        assertEquals(Verdict.WARNING, chosen.verdict());
        assertTrue(chosen.says().contains("-Dframecast.transport=nio"), chosen.says());
    }

    @Test
    void aContainerIsKnownByItsFileOrItsGroups() throws IOException {
        SystemFiles files = new SystemFiles(root);
        assertFalse(Containers.inside(files), "an empty folder");
        Files.createDirectories(root.resolve("proc/1"));
        Files.writeString(root.resolve("proc/1/cgroup"), "0::/init.scope\n");
        assertFalse(Containers.inside(files), "a host");
        Files.writeString(root.resolve("proc/1/cgroup"), "12:pids:/docker/4f5b\n");
        assertTrue(Containers.inside(files), "its groups");
        Files.delete(root.resolve("proc/1/cgroup"));
        Files.createFile(root.resolve(".dockerenv"));
        assertTrue(Containers.inside(files), "its file");
    }

    @Test
    void portsPublishedBeyondThisMachineWantASecret() {
        assertEquals(List.of(), new Containers(false, Optional.empty(), "127.0.0.1", false).findings());
        Finding open = new Containers(false, Optional.empty(), "0.0.0.0", false)
                .findings()
                .getFirst();
        assertEquals(Verdict.WARNING, open.verdict());
        assertEquals("echo \"FRAMECAST_SECRET=$(framecast secret)\" >> .env", open.mend());
        Finding shut = new Containers(false, Optional.empty(), "0.0.0.0", true)
                .findings()
                .getFirst();
        assertEquals(Verdict.OK, shut.verdict());
    }

    @Test
    void aNumberThatIsNoneIsAsGoodAsMissing() throws IOException {
        SystemFiles files = new SystemFiles(root);
        assertEquals(OptionalLong.empty(), files.number("n"));
        Files.writeString(root.resolve("n"), "many\n");
        assertEquals(OptionalLong.empty(), files.number("n"));
        Files.writeString(root.resolve("n"), "4194304\n");
        assertEquals(OptionalLong.of(4_194_304), files.number("n"));
    }

    @Test
    void thisMachineIsAskedForRealAndRefusesNothing() {
        Buffers here = Buffers.granted(ASKED, new SystemFiles(Path.of("/"))).orElseThrow();
        assertTrue(here.receive() > 0 && here.send() > 0, here::toString);
        assertFalse(new Containers(true, Optional.of(""), "", false).findings().isEmpty());
        assertEquals("", Containers.here(new SystemFiles(root), Map.of(), false).publishAddress());
    }

    private static Buffers buffers(int receive, int send) {
        return new Buffers(ASKED, receive, send, OptionalLong.of(DEFAULT_BYTES), OptionalLong.of(DEFAULT_BYTES));
    }
}
