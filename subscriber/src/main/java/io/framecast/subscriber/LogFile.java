package io.framecast.subscriber;

import java.io.IOException;
import java.nio.file.Path;

/** Sends the program's log to a file while the terminal belongs to picture and prompt. */
@FunctionalInterface
public interface LogFile {
    void begin(Path path) throws IOException;
}
