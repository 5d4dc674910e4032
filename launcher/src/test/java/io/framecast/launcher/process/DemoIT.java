package io.framecast.launcher.process;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The demo in a terminal, which {@code script} of util-linux provides. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class DemoIT {

    private static final long LIMIT_MILLIS = 5000;

    @TempDir
    Path folder;

    /** As {@code ./framecast} does it after a build. */
    @BeforeAll
    static void makeStartUpCache() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                "/bin/sh", Framecast.DISTRIBUTION.resolve("bin/make-cache.sh").toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        assertTrue(builder.start().waitFor(90, TimeUnit.SECONDS), "making the start-up cache takes too long");
        assertTrue(Files.exists(Framecast.DISTRIBUTION.resolve("framecast.aot")), "there is a start-up cache");
    }

    @Test
    void drawsItsFirstPictureWithin5SecondsAndEndsWithQuit() throws Exception {
        Path script = Path.of("/usr/bin/script");
        assumeTrue(Files.isExecutable(script), "there is no script program to make a terminal with");
        long millis = millisToFirstPicture(folder.resolve("state"));
        System.out.println("demo: first picture after " + millis + " ms");
        assertTrue(millis < LIMIT_MILLIS, "first picture after " + millis + " ms");
    }

    private static long millisToFirstPicture(Path state) throws IOException, InterruptedException {
        String command =
                "stty rows 24 cols 80; exec '" + Framecast.DISTRIBUTION.resolve("bin/framecast") + "' demo --mute";
        ProcessBuilder builder = new ProcessBuilder("/usr/bin/script", "-qec", command, "/dev/null");
        builder.environment().put("TERM", "xterm-256color");
        builder.environment().put("FRAMECAST_STATE", state.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.redirectErrorStream(true);
        long start = System.nanoTime();
        Process demo = builder.start();
        try {
            String seen = readUntil(demo.getInputStream(), "▀");
            long millis = (System.nanoTime() - start) / 1_000_000;
            assertTrue(gateway(seen).contains("\"broker\":"), "the gateway answers where the demo says that it is");
            OutputStream keyboard = demo.getOutputStream();
            keyboard.write("quit\r".getBytes(StandardCharsets.UTF_8));
            keyboard.flush();
            Thread rest = Thread.ofVirtual().start(() -> drain(demo.getInputStream()));
            if (!demo.waitFor(10, TimeUnit.SECONDS)) {
                fail("the demo does not end with quit; it began with " + seen);
            }
            rest.join();
            assertTrue(demo.exitValue() == 0, "exit code " + demo.exitValue());
            return millis;
        } finally {
            demo.destroyForcibly().waitFor();
        }
    }

    private static String gateway(String seen) throws IOException, InterruptedException {
        Matcher address = Pattern.compile("http://localhost:\\d+").matcher(seen);
        assertTrue(address.find(), seen);
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest health = HttpRequest.newBuilder(URI.create(address.group() + "/api/v1/health"))
                    .build();
            return http.send(health, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    private static String readUntil(InputStream screen, String wanted) throws IOException {
        StringBuilder seen = new StringBuilder();
        byte[] chunk = new byte[8192];
        for (int count = screen.read(chunk); count > 0; count = screen.read(chunk)) {
            seen.append(new String(chunk, 0, count, StandardCharsets.UTF_8));
            if (seen.indexOf(wanted) >= 0) {
                return seen.toString();
            }
        }
        return fail("the demo ended without a picture: " + seen);
    }

    private static void drain(InputStream screen) {
        try {
            screen.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // The terminal is gone, and so is the demo.
        }
    }
}
