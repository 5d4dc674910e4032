package io.framecast.launcher;

import io.framecast.client.UsageException;
import io.framecast.launcher.option.EffectiveOptions;
import io.framecast.protocol.crypto.Passphrase;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The passphrase of end-to-end encryption, given itself or as a file that holds it. */
final class PassphraseOptions {

    @Option(
            names = "--passphrase",
            paramLabel = "TEXT",
            order = 54,
            description =
                    "Encrypt (a producer) or watch (a subscriber) end to end: the broker cannot see what it passes on."
                            + " Better in the environment or in a file than on the command line, where others see it.")
    @Nullable
    String passphrase;

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            order = 55,
            description = "File with the passphrase, in its first line.")
    @Nullable
    Path passphraseFile;

    /** The passphrase that holds, or null. */
    @Nullable
    Passphrase chosen(EffectiveOptions options) {
        String option = options.oneOf("--passphrase", "--passphrase-file");
        if (option == null) {
            return null;
        }
        String text = option.equals("--passphrase")
                ? passphrase
                : SecretOptions.read(passphraseFile, options.place(option))
                        .lines()
                        .findFirst()
                        .orElse("");
        try {
            return new Passphrase(text == null ? "" : text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(options.place(option) + ": " + e.getMessage());
        }
    }
}
