package io.framecast.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcTest {

    private static final String SNMP = """
            Ip: Forwarding DefaultTTL
            Ip: 1 64
            Udp: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors IgnoredMulti MemErrors
            Udp: 1000 1 20 3000 18 5 0 2 0
            UdpLite: InDatagrams NoPorts
            UdpLite: 7 7
            """;

    @Test
    void readsUdpByTheNamesOfItsColumns() {
        assertEquals(new UdpFigures(1000, 1, 3000, 18, 5), UdpFigures.parse(SNMP));
        assertThrows(IllegalArgumentException.class, () -> UdpFigures.parse("Udp: InDatagrams\n"));
        assertThrows(IllegalArgumentException.class, () -> UdpFigures.parse("Udp: InDatagrams\nUdp: 1 2\n"));
    }

    @Test
    void tellsWhatWasAddedSince() {
        UdpFigures before = new UdpFigures(1000, 1, 2000, 10, 5);
        assertEquals(new UdpFigures(0, 0, 1000, 8, 0), UdpFigures.parse(SNMP).since(before));
    }

    @Test
    void aProcessMayHaveAnyName() {
        String stat = "4242 (a) R (b c) S 1 4242 4242 0 -1 4194560 1 2 3 4 150 27 9 9 20 0 33 0 1 2 3";
        assertEquals((150 + 27) * 10_000_000L, ProcessFigures.cpuNanos(stat));
    }

    @Test
    void aMachineIsBusyWithAllButIdlingAndWaitingForDisks() {
        String stat = "cpu  100 20 30 4000 500 6 7 8 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n";
        assertEquals((100 + 20 + 30 + 6 + 7 + 8) * 10_000_000L, ProcessFigures.machineCpuNanos(stat));
    }

    @Test
    void residentMemoryIsInKibibytesAndNoneWhereThereIsNone() {
        assertEquals(70_123, ProcessFigures.residentKib("VmPeak:\t  9 kB\nVmRSS:\t   70123 kB\nRssAnon:\t 1 kB\n"));
        assertEquals(0, ProcessFigures.residentKib("Name:\tkthreadd\n"));
    }

    @Test
    void theProcessorIsTheFirstModelName() {
        assertEquals("AMD: x", Machine.modelName(List.of("processor : 0", "model name\t: AMD: x", "model name : y")));
    }
}
