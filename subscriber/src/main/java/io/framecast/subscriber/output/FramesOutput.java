package io.framecast.subscriber.output;

import io.framecast.client.RunException;
import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Frame;
import io.framecast.protocol.media.Track;
import io.framecast.subscriber.media.Codec;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Each video frame's bytes as a file of its own, {@code 000001.jpg} …, and audio pieces the same way in {@code audio/}, numbered in
 * the order of arrival. A file appears whole, under its final name, or not at all. A folder that already holds frames is continued.
 */
final class FramesOutput implements FrameOutput {
    private final Path folder;
    private final Series video;
    private final Series audio;
    private @Nullable Catalog catalog;

    FramesOutput(Path folder, OutputEvents events) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        this.video = new Series(folder);
        this.audio = new Series(folder.resolve("audio"));
        if (video.next > 1) {
            events.say(String.format(
                    Locale.ROOT, "frames:%s already holds frames; going on with number %06d", folder, video.next));
        }
    }

    @Override
    public void onCatalog(Catalog newCatalog) {
        catalog = newCatalog;
    }

    @Override
    public void onFrame(Frame frame) throws RunException {
        Track track = catalog == null ? null : catalog.track(frame.track()).orElse(null);
        boolean sound = track != null && track.isAudio();
        String extension = track == null ? "bin" : extension(track, frame.payload());
        try {
            (sound ? audio : video).write(extension, frame.payload());
        } catch (IOException e) {
            throw new RunException(
                    "frames:" + folder + ": cannot write (" + Problem.of(e) + "); what was written before is complete",
                    e);
        }
    }

    @Override
    public void onDown() {
        // The next frame takes the next number.
    }

    @Override
    public void close() {
        // Every file is complete as soon as it is there.
    }

    /** By codec; self-contained audio pieces by what they begin with, so that they open with a double click. */
    private static String extension(Track track, byte[] payload) {
        if (track.isAudio()) {
            if (startsWith(payload, "RIFF")) {
                return "wav";
            }
            if (startsWith(payload, "OggS")) {
                return "opus";
            }
            if (track.codec().equals("pcm-s16")) {
                return "pcm";
            }
        }
        return Codec.of(track).map(Codec::extension).orElse("bin");
    }

    private static boolean startsWith(byte[] payload, String mark) {
        if (payload.length < mark.length()) {
            return false;
        }
        for (int i = 0; i < mark.length(); i++) {
            if (payload[i] != mark.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Numbered files of one folder, which is made with the first of them. */
    private static final class Series {
        private final Path folder;
        private int next;

        Series(Path folder) throws IOException {
            this.folder = folder;
            this.next = highest(folder) + 1;
        }

        void write(String extension, byte[] bytes) throws IOException {
            if (next == 1) {
                Files.createDirectories(folder);
            }
            String name = String.format(Locale.ROOT, "%06d.%s", next, extension);
            Path part = folder.resolve("." + name + ".part");
            try {
                Files.write(part, bytes);
                Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                Files.deleteIfExists(part);
                throw e;
            }
            next++;
        }

        private static int highest(Path folder) throws IOException {
            int highest = 0;
            if (Files.isDirectory(folder)) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                    for (Path file : files) {
                        String name = file.getFileName().toString();
                        int dot = name.indexOf('.');
                        if (dot >= 6 && dot <= 9 && name.substring(0, dot).matches("[0-9]+")) {
                            highest = Math.max(highest, Integer.parseInt(name.substring(0, dot)));
                        }
                    }
                }
            }
            return highest;
        }
    }
}
