package io.framecast.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Linux knows about a process.
 *
 * @param cpuNanos user and system time of all its threads so far, in steps of 10 ms
 * @param residentKib memory that it has in RAM
 */
public record ProcessFigures(long cpuNanos, long residentKib) {

    /** USER_HZ, the same on every architecture that Java 25 runs on. */
    private static final long TICK_NANOS = 10_000_000L;

    public static ProcessFigures of(long pid) throws IOException {
        Path folder = Path.of("/proc", String.valueOf(pid));
        return new ProcessFigures(
                cpuNanos(Files.readString(folder.resolve("stat"))),
                residentKib(Files.readString(folder.resolve("status"))));
    }

    /** @param stat the text of {@code /proc/PID/stat} (proc(5)); the name in brackets may hold anything */
    static long cpuNanos(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        // utime and stime are fields 14 and 15, counted from 1; the first one here is field 3.
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_NANOS;
    }

    /** @param status the text of {@code /proc/PID/status} */
    static long residentKib(String status) {
        return status.lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0);
    }

    /** CPU time of everything on this machine so far, interrupts and what a hypervisor took included. */
    public static long machineCpuNanos() throws IOException {
        return machineCpuNanos(Files.readString(Path.of("/proc/stat")));
    }

    /** @param stat the text of {@code /proc/stat}, whose first line is: user nice system idle iowait irq softirq steal */
    static long machineCpuNanos(String stat) {
        String[] fields = stat.lines().findFirst().orElse("").split("\\s+");
        long ticks = 0;
        for (int i : new int[] {1, 2, 3, 6, 7, 8}) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks * TICK_NANOS;
    }
}
