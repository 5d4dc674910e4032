package io.framecast.subscriber;

import io.framecast.client.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file that exists while a program runs, for health checks. */
public final class ReadyFile implements AutoCloseable {

    private final @Nullable Path path;

    /** {@code path} null: there is none. */
    public ReadyFile(@Nullable Path path) {
        this.path = path;
    }

    public void create() throws RunException {
        if (path != null) {
            try {
                Files.write(path, new byte[0]);
            } catch (IOException e) {
                throw new RunException("--ready-file " + path + " cannot be written: " + e.getMessage(), e);
            }
        }
    }

    @Override
    public void close() throws RunException {
        if (path != null) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw new RunException("--ready-file " + path + " cannot be removed: " + e.getMessage(), e);
            }
        }
    }
}
