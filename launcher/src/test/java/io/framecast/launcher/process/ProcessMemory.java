package io.framecast.launcher.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All that a process on Linux can write to and has in memory: its heap, its buffers, its stacks. */
final class ProcessMemory {

    private static final int CHUNK = 4 << 20;

    private final long pid;
    private final List<Range> ranges = new ArrayList<>();

    private record Range(long from, long to) {}

    private ProcessMemory(long pid) {
        this.pid = pid;
    }

    /** The ranges that it has now; what is in them is read when it is asked for. */
    static ProcessMemory of(long pid) throws IOException {
        ProcessMemory memory = new ProcessMemory(pid);
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/maps"))) {
            String[] fields = line.split("[ -]", 4);
            if (fields[2].startsWith("rw")) {
                memory.ranges.add(
                        new Range(Long.parseUnsignedLong(fields[0], 16), Long.parseUnsignedLong(fields[1], 16)));
            }
        }
        return memory;
    }

    boolean contains(byte[] wanted) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile("/proc/" + pid + "/mem", "r")) {
            byte[] chunk = new byte[CHUNK + wanted.length];
            for (Range range : ranges) {
                for (long at = range.from; at < range.to; at += CHUNK) {
                    int bytes = read(file, at, chunk, (int) Math.min(chunk.length, range.to - at));
                    if (indexOf(chunk, bytes, wanted) >= 0) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** What cannot be read (a range that is gone) counts as empty. */
    private static int read(RandomAccessFile file, long at, byte[] into, int bytes) {
        try {
            file.seek(at);
            return Math.max(0, file.read(into, 0, bytes));
        } catch (IOException e) {
            return 0;
        }
    }

    private static int indexOf(byte[] in, int bytes, byte[] wanted) {
        for (int i = 0; i <= bytes - wanted.length; i++) {
            if (in[i] == wanted[0] && matches(in, i, wanted)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean matches(byte[] in, int at, byte[] wanted) {
        for (int i = 1; i < wanted.length; i++) {
            if (in[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return ranges.stream().mapToLong(range -> range.to - range.from).sum() / 1024 + " KiB in " + ranges.size()
                + " ranges";
    }
}
