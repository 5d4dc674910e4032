package io.framecast.bench.measure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the kernel counts about UDP in one network namespace (RFC 4113, and Linux's own); datagrams, or messages where segmentation
 * offload makes one of many.
 *
 * @param in delivered to sockets
 * @param noPorts nobody listened
 * @param out sent
 * @param receiveOverflows lost because a socket's receive buffer was full
 * @param sendOverflows lost because a queue in front of the device was full
 */
public record UdpFigures(long in, long noPorts, long out, long receiveOverflows, long sendOverflows) {

    /** @param snmp the text of {@code /proc/net/snmp} */
    public static UdpFigures parse(String snmp) {
        List<String[]> lines = snmp.lines()
                .filter(line -> line.startsWith("Udp: "))
                .map(line -> line.strip().split("\\s+"))
                .toList();
        if (lines.size() != 2 || lines.get(0).length != lines.get(1).length) {
            throw new IllegalArgumentException("no pair of lines begins with Udp:");
        }
        Map<String, Long> figures = new HashMap<>();
        for (int i = 1; i < lines.get(0).length; i++) {
            figures.put(lines.get(0)[i], Long.parseLong(lines.get(1)[i]));
        }
        return new UdpFigures(
                figures.getOrDefault("InDatagrams", 0L),
                figures.getOrDefault("NoPorts", 0L),
                figures.getOrDefault("OutDatagrams", 0L),
                figures.getOrDefault("RcvbufErrors", 0L),
                figures.getOrDefault("SndbufErrors", 0L));
    }

    /** What was added since. */
    public UdpFigures since(UdpFigures before) {
        return new UdpFigures(
                in - before.in,
                noPorts - before.noPorts,
                out - before.out,
                receiveOverflows - before.receiveOverflows,
                sendOverflows - before.sendOverflows);
    }
}
