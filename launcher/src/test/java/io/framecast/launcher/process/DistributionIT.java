package io.framecast.launcher.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The distribution stands alone: in any folder, with its own Java, and with the start-up cache that goes with that. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class DistributionIT {

    @TempDir
    Path folder;

    @Test
    void aCopyInAFolderWithABlankStartsWithItsOwnJavaAndItsCache() throws Exception {
        assumeTrue(Files.exists(Framecast.DISTRIBUTION.resolve("runtime")), "the JDK of this build links no runtime");
        assumeTrue(Files.exists(Framecast.DISTRIBUTION.resolve("framecast.aot")), "this build made no start-up cache");
        Path there = copy(Framecast.DISTRIBUTION, folder.resolve("a folder"));
        // With another Java than its own the JVM refuses the cache and ends with an error.
        assertEquals("0 framecast", run(there, Map.of("FRAMECAST_JAVA_OPTS", "-XX:AOTMode=on")));
    }

    /** Exit code and the first word of everything that {@code --version} prints, in an environment that has only this. */
    private static String run(Path distribution, Map<String, String> environment) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(List.of(distribution.resolve("bin/framecast").toString(), "--version"));
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().put("JAVA_HOME", "/nowhere");
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor(30, TimeUnit.SECONDS);
        return process.exitValue() + " " + output.split(" ", 2)[0];
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        return to;
    }
}
