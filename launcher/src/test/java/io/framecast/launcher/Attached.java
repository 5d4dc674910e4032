package io.framecast.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A person at a terminal of 24 rows and 80 columns who has typed {@code docker attach NAME}: a real pseudo-terminal by script(1). */
final class Attached implements AutoCloseable {

    private final Process process;
    private final StringBuilder screen = new StringBuilder();

    Attached(String container) throws IOException {
        process = new ProcessBuilder(
                        "script", "-qfec", "stty rows 24 cols 80; exec docker attach " + container, "/dev/null")
                .redirectErrorStream(true)
                .start();
        Thread.ofPlatform().daemon().start(this::read);
    }

    private void read() {
        byte[] chunk = new byte[8192];
        try (InputStream in = process.getInputStream()) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                synchronized (screen) {
                    screen.append(new String(chunk, 0, n, StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void type(String keys) {
        try {
            process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean shows(String text) {
        synchronized (screen) {
            return screen.indexOf(text) >= 0;
        }
    }

    void forget() {
        synchronized (screen) {
            screen.setLength(0);
        }
    }

    boolean isAttached() {
        return process.isAlive();
    }

    /** What came so far, without the escape sequences. */
    @Override
    public String toString() {
        synchronized (screen) {
            String text = screen.toString().replaceAll("\u001b\\[[0-9;?]*[a-zA-Z]", "");
            return text.substring(Math.max(0, text.length() - 4000));
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
