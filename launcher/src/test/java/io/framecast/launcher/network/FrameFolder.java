package io.framecast.launcher.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/** Folders of frames whose bytes nobody decodes: each begins with its number, the rest is noise. */
final class FrameFolder {

    private FrameFolder() {}

    /** Files of sizes spread evenly over a range, from a seed. */
    static void make(Path folder, int files, int leastBytes, int mostBytes, long seed) throws IOException {
        Files.createDirectories(folder);
        Random random = new Random(seed);
        for (int i = 1; i <= files; i++) {
            byte[] bytes = new byte[random.nextInt(leastBytes, mostBytes + 1)];
            random.nextBytes(bytes);
            Arrays.fill(bytes, 0, 4, (byte) 0);
            bytes[0] = (byte) 0xFF;
            bytes[1] = (byte) 0xD8;
            bytes[2] = (byte) (i >> 8);
            bytes[3] = (byte) i;
            Files.write(folder.resolve(name(i)), bytes);
        }
    }

    /**
     * Every file that arrived is byte-equal to one of the source, in order, none twice.
     *
     * @return files that arrived
     */
    static int assertFrom(Path source, Path arrived) throws IOException {
        int before = 0;
        int count = 0;
        for (Path file : list(arrived)) {
            byte[] bytes = Files.readAllBytes(file);
            assertTrue(bytes.length > 4, () -> file + " is too short");
            int number = ((bytes[2] & 0xFF) << 8) | (bytes[3] & 0xFF);
            assertTrue(number > before, "frame " + number + " came after " + before);
            assertEquals(
                    -1,
                    Arrays.mismatch(Files.readAllBytes(source.resolve(name(number))), bytes),
                    "the first byte in which frame " + number + " differs");
            before = number;
            count++;
        }
        return count;
    }

    static long bytes(Path folder) throws IOException {
        long sum = 0;
        for (Path file : list(folder)) {
            sum += Files.size(file);
        }
        return sum;
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".jpg"))
                    .sorted()
                    .toList();
        }
    }

    private static String name(int number) {
        return String.format(Locale.ROOT, "%06d.jpg", number);
    }
}
