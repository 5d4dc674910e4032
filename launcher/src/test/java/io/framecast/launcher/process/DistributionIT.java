package io.framecast.launcher.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
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

    private static final List<String> OWN =
            List.of("bench-", "broker-", "common-", "gateway-", "launcher-", "producer-", "subscriber-");

    /** As THIRD-PARTY.txt has it, and as a bill has it: artifact and version. */
    private static final Pattern NOTICE = Pattern.compile("\\([^:() ]+:([^:() ]+):([^:() ]+) - ");

    private static final Pattern COMPONENT = Pattern.compile("pkg:maven/[^/\"]+/([^@\"]+)@([^?\"]+)\\?");

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

    @Test
    void theNoticesAndTheBillOfMaterialsNameEveryJar() throws Exception {
        String notices = Files.readString(Framecast.DISTRIBUTION.resolve("THIRD-PARTY.txt"));
        for (String jar : foreignJars()) {
            assertTrue(named(jar, notices, NOTICE), () -> jar + " is not in " + notices);
        }
        Path bill = Framecast.DISTRIBUTION.resolve("sbom.cdx.json");
        // The plugin that writes it does not run in a build without a network.
        boolean offline = "offline=true".equals(System.getProperty("framecast.built"));
        assumeTrue(Files.exists(bill) || !offline, "built offline");
        String materials = Files.readString(bill);
        for (String jar : foreignJars()) {
            assertTrue(named(jar, materials, COMPONENT), () -> jar + " is not in " + materials);
        }
        assertFalse(materials.contains("serialNumber"), "the same sources give the same file");
    }

    private static List<String> foreignJars() throws IOException {
        try (Stream<Path> jars = Files.list(Framecast.DISTRIBUTION.resolve("lib"))) {
            List<String> all =
                    jars.map(jar -> jar.getFileName().toString()).sorted().toList();
            assertTrue(all.size() > 20, () -> "jars: " + all);
            return all.stream()
                    .filter(jar -> OWN.stream().noneMatch(jar::startsWith))
                    .toList();
        }
    }

    /** Whether one of the entries is of this artifact and version; a classifier may follow. */
    private static boolean named(String jar, String text, Pattern entry) {
        return entry.matcher(text)
                .results()
                .anyMatch(found -> jar.startsWith(found.group(1) + "-" + found.group(2) + ".")
                        || jar.startsWith(found.group(1) + "-" + found.group(2) + "-"));
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
