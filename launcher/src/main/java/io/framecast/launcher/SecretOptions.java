package io.framecast.launcher;

import io.framecast.client.UsageException;
import io.framecast.launcher.option.EffectiveOptions;
import io.framecast.protocol.crypto.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The shared secret, given itself or as a file that holds it. */
final class SecretOptions {

    static final int MOST_FILE_BYTES = 8192;

    @Option(
            names = "--secret",
            paramLabel = "fcs1_…",
            order = 50,
            description =
                    "Shared secret of broker and clients, as 'framecast secret' prints it. Better in the environment"
                            + " or in a file than on the command line, where others see it.")
    @Nullable
    String secret;

    @Option(names = "--secret-file", paramLabel = "FILE", order = 51, description = "File with the shared secret.")
    @Nullable
    Path secretFile;

    /** The secret that holds, or null. */
    @Nullable
    Secret chosen(EffectiveOptions options) {
        String option = options.oneOf("--secret", "--secret-file");
        if (option == null) {
            return null;
        }
        String text = option.equals("--secret") ? secret : read(secretFile, options.place(option));
        try {
            return Secret.parse(text == null ? "" : text.strip());
        } catch (IllegalArgumentException e) {
            throw new UsageException(options.place(option) + ": " + e.getMessage());
        }
    }

    /** What a file of an option says; empty without one. */
    static String read(@Nullable Path file, String place) {
        if (file == null) {
            return "";
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_FILE_BYTES + 1);
            if (bytes.length > MOST_FILE_BYTES) {
                throw new UsageException(place + " " + file + ": over " + MOST_FILE_BYTES + " bytes, so it is none");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new UsageException(place + " " + file + ": it is not UTF-8 text");
        } catch (IOException e) {
            throw new UsageException(place + " " + file + ": " + FileProblem.of(e));
        }
    }
}
