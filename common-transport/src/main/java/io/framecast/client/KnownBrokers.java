package io.framecast.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Trust on first use: a file with a line {@code host:port key} for each broker, the key in base64url. */
public final class KnownBrokers {
    private static final int KEY_BYTES = 32;

    private final Path file;

    KnownBrokers(Path file) {
        this.file = file;
    }

    /**
     * The key that {@code broker} had first, 32 bytes, or null. Lines that are not understood are passed over.
     *
     * @throws IOException also where there is a line for it, and none of them has a key
     */
    public byte @Nullable [] key(HostPort broker) throws IOException {
        boolean named = false;
        for (String line : lines()) {
            if (names(line, broker)) {
                return key(line);
            }
            named |= line.equals(broker.toString()) || line.startsWith(broker + " ");
        }
        if (named) {
            throw new IOException(
                    "the line of " + broker + " in " + file + " has no key: delete it, and the next key is kept");
        }
        return null;
    }

    /** Keeps {@code key} for {@code broker}, in place of another one. */
    public void remember(HostPort broker, byte[] key) throws IOException {
        List<String> lines = new ArrayList<>(lines());
        lines.removeIf(line -> names(line, broker));
        lines.add(broker + " " + Base64.getUrlEncoder().withoutPadding().encodeToString(key));
        SecretFile.replace(file, String.join("\n", lines) + "\n");
    }

    /** What to do so that another key of {@code broker} is accepted. */
    public String howToForget(HostPort broker) {
        return "if that is right, delete the line that starts with '" + broker + "' from " + file;
    }

    private List<String> lines() throws IOException {
        // Whoever writes here chooses which broker is believed.
        SecretFile.protect(file);
        try {
            // Not readAllLines: one byte that is no UTF-8 would take all other lines with it.
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static boolean names(String line, HostPort broker) {
        return line.startsWith(broker + " ") && key(line) != null;
    }

    private static byte @Nullable [] key(String line) {
        try {
            byte[] key = Base64.getUrlDecoder()
                    .decode(line.substring(line.indexOf(' ') + 1).strip());
            return key.length == KEY_BYTES ? key : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
