package io.framecast.subscriber.output;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** The words of an I/O error that a person can act on. */
public final class Problem {
    private Problem() {}

    /** One line without the path, which the message around it names. */
    public static String of(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "the folder is gone";
        }
        String text = e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : e.getMessage();
        if (text == null) {
            return e.getClass().getSimpleName();
        }
        return text.contains("No space left") || text.contains("not enough space")
                ? "the disk is full; make room and start again"
                : text;
    }
}
