package io.framecast.producer.source;

import java.util.Locale;

/** The systems that differ in how they capture. */
enum Platform {
    LINUX,
    MACOS,
    WINDOWS;

    static Platform current() {
        String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        return name.startsWith("windows") ? WINDOWS : name.startsWith("mac") ? MACOS : LINUX;
    }
}
