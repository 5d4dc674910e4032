package io.framecast.launcher;

import io.framecast.client.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** Keys that last as long as the demo, so that it meets nothing of other brokers and leaves nothing behind. */
record DemoState(Path folder) implements AutoCloseable {

    static DemoState create() throws RunException {
        try {
            return new DemoState(Files.createTempDirectory("framecast-demo"));
        } catch (IOException e) {
            throw new RunException("the demo needs a temporary folder and got none: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> tree = Files.walk(folder)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            LoggerFactory.getLogger(DemoState.class).warn("{} stays: {}", folder, e.toString());
        }
    }
}
