package io.framecast.launcher;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where keys, known brokers and logs are kept. Nothing is created before something is written. */
public record StateFolder(Path path) {

    static StateFolder of(@Nullable Path chosen, Map<String, String> environment) {
        return new StateFolder(
                chosen != null
                        ? chosen.toAbsolutePath()
                        : standard(
                                System.getProperty("os.name", ""), environment, System.getProperty("user.home", ".")));
    }

    /** XDG's place on Linux and its relatives, and what macOS and Windows have for it. */
    static Path standard(String system, Map<String, String> environment, String home) {
        String os = system.toLowerCase(Locale.ROOT);
        if (os.startsWith("windows")) {
            String local = environment.getOrDefault("LOCALAPPDATA", "");
            return local.isEmpty()
                    ? Path.of(home, "AppData", "Local", "Framecast")
                    : Path.of(local).resolve("Framecast");
        }
        if (os.startsWith("mac")) {
            return Path.of(home, "Library", "Application Support", "Framecast");
        }
        String xdg = environment.getOrDefault("XDG_STATE_HOME", "");
        return xdg.startsWith("/") ? Path.of(xdg, "framecast") : Path.of(home, ".local", "state", "framecast");
    }
}
