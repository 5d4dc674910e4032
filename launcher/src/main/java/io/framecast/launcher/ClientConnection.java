package io.framecast.launcher;

import io.framecast.client.ClientOptions;
import io.framecast.client.HostPort;
import io.framecast.client.Ticket;
import io.framecast.launcher.option.EffectiveOptions;
import io.framecast.protocol.crypto.Passphrase;
import io.framecast.protocol.crypto.Secret;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How producer and subscriber reach the broker and are let in. */
final class ClientConnection {

    @Option(
            names = "--broker",
            paramLabel = "HOST:PORT",
            defaultValue = "localhost:5000",
            order = 40,
            description = "Where the broker is. A broker that is away, or a name that does not resolve, is waited for.")
    String broker = "localhost:5000";

    @Option(
            names = "--ticket",
            paramLabel = "framecast://…",
            order = 41,
            description = "Broker, its key and a token in one, as 'framecast token' prints it; instead of --broker.")
    @Nullable
    String ticket;

    @Option(
            names = "--ticket-file",
            paramLabel = "FILE",
            order = 42,
            description =
                    "File with the ticket. It is read again while the program runs: put a newer ticket there before"
                            + " the old one expires.")
    @Nullable
    Path ticketFile;

    @Mixin
    SecretOptions secrets;

    @Mixin
    PassphraseOptions passphrases;

    ClientOptions options(EffectiveOptions effective, StateFolder state) {
        String given = effective.oneOf("--broker", "--ticket", "--ticket-file");
        ClientOptions options;
        if (ticket != null && "--ticket".equals(given)) {
            options = ClientOptions.to("localhost").withTicket(Ticket.parse(effective.place("--ticket"), ticket));
        } else if (ticketFile != null && "--ticket-file".equals(given)) {
            options = ClientOptions.to("localhost").withTicketFile(effective.place("--ticket-file"), ticketFile);
        } else {
            HostPort address = HostPort.parse(effective.place("--broker"), broker, HostPort.DEFAULT_PORT);
            options = ClientOptions.to(address.toString());
        }
        Secret secret = secrets.chosen(effective);
        Passphrase passphrase = passphrases.chosen(effective);
        options = secret == null ? options : options.withSecret(secret);
        return (passphrase == null ? options : options.withPassphrase(passphrase)).withState(state.path());
    }
}
