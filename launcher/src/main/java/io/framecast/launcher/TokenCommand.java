package io.framecast.launcher;

import io.framecast.client.ClientEvent;
import io.framecast.client.ClientOptions;
import io.framecast.client.FramecastClient;
import io.framecast.client.HostPort;
import io.framecast.client.RunException;
import io.framecast.client.Ticket;
import io.framecast.client.UsageException;
import io.framecast.launcher.option.EffectiveOptions;
import io.framecast.launcher.option.Quantities.BitrateConverter;
import io.framecast.launcher.option.Quantities.CountConverter;
import io.framecast.launcher.option.Quantities.DurationConverter;
import io.framecast.protocol.crypto.Secret;
import io.framecast.protocol.wire.ProducerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints a ticket: the broker's address and key, and a token that says what its holder may do. */
@Command(
        name = "token",
        sortOptions = false,
        description = "Print a ticket for somebody who shall not have the secret: broker, its key and a token in one.",
        footer = {
            "",
            "A prefix covers what is below it: cam covers cam and cam/1, cam/ only cam/1, the empty one everything."
        })
final class TokenCommand extends ConfiguredCommand {

    private static final long BROKER_SECONDS = 5;
    private static final Duration LONGEST = Duration.ofDays(3650);

    private final Surroundings around;

    @Option(
            names = "--broker",
            paramLabel = "HOST:PORT",
            defaultValue = "localhost:5000",
            order = 1,
            description = "The broker as the ticket's holder reaches it. It has to be running: its key is asked for.")
    String broker = "localhost:5000";

    @Option(
            names = "--put",
            paramLabel = "PREFIX",
            split = ",",
            order = 2,
            description = "May publish ids that begin so. Repeatable. Default: none.")
    List<String> put = List.of();

    @Option(
            names = "--get",
            paramLabel = "PREFIX",
            split = ",",
            order = 3,
            description = "May subscribe to ids that begin so. Repeatable. Default: none.")
    List<String> get = List.of();

    @Option(names = "--root", paramLabel = "PREFIX", order = 4, description = "Stands before all --put and --get.")
    @Nullable
    String root;

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            defaultValue = "24h",
            converter = DurationConverter.class,
            order = 5,
            description = "How long the token holds: 1s to 3650d.")
    Duration expires = Duration.ofDays(1);

    @Option(
            names = "--subscribers",
            paramLabel = "N",
            converter = CountConverter.class,
            order = 6,
            description =
                    "What is published with it takes so many subscribers at once, 1 or more. Default: the broker's limit.")
    @Nullable
    Integer subscribers;

    @Option(
            names = "--bitrate",
            paramLabel = "RATE",
            converter = BitrateConverter.class,
            order = 7,
            description =
                    "What is published with it may have so many bits a second, 1k to 1000M. Default: the broker's limit.")
    @Nullable
    Integer bitrate;

    @Mixin
    SecretOptions secrets;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            order = 52,
            description =
                    "Private key (JWK: Ed25519, P-256, RSA) whose public half the broker has by --jwks; instead of"
                            + " the secret.")
    @Nullable
    Path keyFile;

    TokenCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws RunException, InterruptedException {
        EffectiveOptions given = given();
        HostPort address = HostPort.parse(given.place("--broker"), broker, HostPort.DEFAULT_PORT);
        Secret secret = secrets.chosen(given);
        TokenSigner signer = signer(secret, given);
        if (put.isEmpty() && get.isEmpty()) {
            throw new UsageException("a token without --put and --get allows nothing: give at least one prefix");
        }
        put.forEach(prefix -> checkPrefix("--put", prefix));
        get.forEach(prefix -> checkPrefix("--get", prefix));
        checkPrefix("--root", root == null ? "" : root);
        if (expires.compareTo(Duration.ofSeconds(1)) < 0 || expires.compareTo(LONGEST) > 0) {
            throw new UsageException(given.place("--expires") + " is 1s to 3650d");
        }
        if (subscribers != null && subscribers < 1) {
            throw new UsageException(given.place("--subscribers") + " is 1 or more, not " + subscribers);
        }
        if (put.isEmpty() && (subscribers != null || bitrate != null)) {
            throw new UsageException("--subscribers and --bitrate are for what is published: give --put, too");
        }
        String token =
                signer.token(new TokenSigner.Rights(root == null ? "" : root, put, get, subscribers, bitrate), expires);
        StartLog.exposed(LoggerFactory.getLogger(TokenCommand.class), given);
        byte[] key = brokerKey(address, secret);
        around.out().println(new Ticket(address, key, token).text());
        around.out().flush();
        return Program.DONE;
    }

    private TokenSigner signer(@Nullable Secret secret, EffectiveOptions given) {
        if (keyFile != null) {
            String place = given.place("--key-file") + " " + keyFile;
            try {
                return TokenSigner.ofPrivateKey(Files.readString(keyFile), place);
            } catch (IOException e) {
                throw new UsageException(place + ": " + FileProblem.of(e));
            }
        }
        if (secret == null) {
            throw new UsageException("something has to sign the token: give --secret, --secret-file or --key-file");
        }
        return TokenSigner.of(secret);
    }

    /** Asks the broker for its static key. With the secret a broker that does not have it, too, is recognised. */
    private byte[] brokerKey(HostPort address, @Nullable Secret secret) throws RunException, InterruptedException {
        ClientOptions options = ClientOptions.to(address.toString()).withState(state().path());
        CompletableFuture<byte[]> key = new CompletableFuture<>();
        try (FramecastClient client = FramecastClient.connect(secret == null ? options : options.withSecret(secret))) {
            client.onEvent(event -> {
                switch (event) {
                    case ClientEvent.BrokerKey seen -> key.complete(seen.key());
                    case ClientEvent.Refused refused -> key.completeExceptionally(new RunException(refused.line()));
                    default -> {}
                }
            });
            var _ = client.list("");
            return key.get(BROKER_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new RunException(
                    "the broker at " + address + " does not answer, and a ticket needs its key: start it first", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RunException refused
                    ? refused
                    : new RunException("the broker's key could not be learnt: " + e.getMessage(), e);
        }
    }

    private static void checkPrefix(String option, String prefix) {
        if (!ProducerId.isPrefix(prefix)) {
            throw new UsageException(option + " '" + io.framecast.client.Printable.line(prefix, 80)
                    + "': a prefix is up to 64 of letters, digits and . _ / -");
        }
    }
}
