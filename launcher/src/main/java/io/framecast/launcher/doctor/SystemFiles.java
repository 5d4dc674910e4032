package io.framecast.launcher.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What the kernel tells in files. On systems that have none, all of them are missing. */
record SystemFiles(Path root) {

    /** Asked for by the transport, and the most that the kernel grants. */
    static final String RECEIVE_MOST = "proc/sys/net/core/rmem_max";

    static final String SEND_MOST = "proc/sys/net/core/wmem_max";

    boolean has(String file) {
        return Files.exists(root.resolve(file));
    }

    /** Empty if it is missing or may not be read. */
    String text(String file) {
        try {
            return Files.readString(root.resolve(file));
        } catch (IOException e) {
            return "";
        }
    }

    /** Of a file that holds one number. */
    OptionalLong number(String file) {
        try {
            return OptionalLong.of(Long.parseLong(text(file).strip()));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
