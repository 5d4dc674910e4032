package io.framecast.launcher;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** The words of a file that cannot be read. */
final class FileProblem {

    private FileProblem() {}

    static String of(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "no such file";
            case AccessDeniedException _ -> "permission denied";
            default -> "cannot be read (" + e.getMessage() + ")";
        };
    }
}
