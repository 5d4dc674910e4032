package io.framecast.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the demo shows: the sample clips where they are found, moving patterns otherwise. */
record Samples(List<Sample> all) {

    /** A producer of the demo. {@code source}: as {@code --source} takes it. */
    record Sample(String id, String title, String source) {}

    /**
     * @param chosen folder with the clips; null: beside the program, or where the image has them
     */
    static Samples find(@Nullable Path chosen) {
        if (chosen != null) {
            return in(chosen);
        }
        String home = System.getProperty("framecast.home", "");
        if (!home.isEmpty() && Files.isRegularFile(Path.of(home, "samples", "clock.mp4"))) {
            return in(Path.of(home, "samples"));
        }
        return Files.isRegularFile(Path.of("/samples/clock.mp4")) ? in(Path.of("/samples")) : patterns();
    }

    private static Samples in(Path folder) {
        return new Samples(List.of(
                new Sample("1AAA99", "Clock", "file:" + folder.resolve("clock.mp4")),
                new Sample("2BBB88", "Game of life", "file:" + folder.resolve("life.mp4")),
                new Sample("3CCC77", "Plasma", "file:" + folder.resolve("plasma.mp4"))));
    }

    private static Samples patterns() {
        return new Samples(List.of(
                new Sample("1AAA99", "Pattern", "test:640x360@30"),
                new Sample("2BBB88", "Small pattern", "test:320x180@15"),
                new Sample("3CCC77", "Slow pattern", "test:640x360@5")));
    }
}
