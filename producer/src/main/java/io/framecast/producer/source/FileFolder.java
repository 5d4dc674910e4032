package io.framecast.producer.source;

import io.framecast.client.RunException;
import io.framecast.client.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The files of a folder in natural order, without hidden ones; each is one frame. */
record FileFolder(List<Path> files) {
    /** The largest frame that a stream carries. */
    static final long MAX_BYTES = 16L << 20;

    /** @throws UsageException no such folder, or nothing in it */
    static FileFolder of(String uri, Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new UsageException("--source " + uri + ": there is no folder " + folder);
        }
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> files = entries.filter(file -> !name(file).startsWith(".") && Files.isRegularFile(file))
                    .sorted(Comparator.comparing(FileFolder::name, NaturalOrder.NAMES))
                    .toList();
            if (files.isEmpty()) {
                throw new UsageException("--source " + uri + ": the folder " + folder + " holds no files");
            }
            return new FileFolder(files);
        } catch (IOException e) {
            throw new UsageException("--source " + uri + ": the folder " + folder + " cannot be listed: " + reason(e));
        }
    }

    /** Looks at the size of every file, so that a bad one is found before anything is sent. */
    void check() throws RunException {
        for (Path file : files) {
            try {
                check(file, Files.size(file));
            } catch (IOException e) {
                throw new RunException(file + " cannot be read: " + reason(e), e);
            }
        }
    }

    byte[] read(int index) throws RunException {
        Path file = files.get(index);
        try {
            check(file, Files.size(file));
            byte[] bytes = Files.readAllBytes(file);
            check(file, bytes.length);
            return bytes;
        } catch (IOException e) {
            throw new RunException(file + " cannot be read: " + reason(e), e);
        }
    }

    /** Of the first file, lower case, without the dot. */
    String extension() {
        String name = name(files.get(0));
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    int count() {
        return files.size();
    }

    private static void check(Path file, long bytes) throws RunException {
        if (bytes == 0) {
            throw new RunException(file + " is empty: a frame has 1 byte to 16 MiB");
        }
        if (bytes > MAX_BYTES) {
            throw new RunException(file + " has " + bytes + " bytes: a frame has 1 byte to 16 MiB");
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : " " + e.getMessage());
    }
}
