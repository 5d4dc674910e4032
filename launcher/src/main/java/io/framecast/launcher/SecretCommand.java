package io.framecast.launcher;

import io.framecast.protocol.crypto.Secret;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Prints a new secret. */
@Command(
        name = "secret",
        sortOptions = false,
        description = "Print a new shared secret: give it to the broker and to those who publish (FRAMECAST_SECRET).")
final class SecretCommand implements Callable<Integer> {

    private final Surroundings around;

    SecretCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        byte[] random = new byte[Secret.BYTES];
        new SecureRandom().nextBytes(random);
        around.out().println(Secret.generate(random));
        around.out().flush();
        return Program.DONE;
    }
}
