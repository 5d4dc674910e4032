package io.framecast.launcher;

import io.framecast.broker.core.BrokerLimits;
import io.framecast.broker.net.Broker;
import io.framecast.broker.net.BrokerOptions;
import io.framecast.client.HostPort;
import io.framecast.client.Printable;
import io.framecast.client.RunException;
import io.framecast.client.UsageException;
import io.framecast.launcher.option.EffectiveOptions;
import io.framecast.launcher.option.Quantities.BitrateConverter;
import io.framecast.launcher.option.Quantities.CountConverter;
import io.framecast.transport.TransportLoop;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Fans out what producers send, until it is told to stop. */
@Command(
        name = "broker",
        sortOptions = false,
        description = "Fan out what producers send to those who subscribe.",
        footer = {
            "",
            "Without secret and keys, peers on this machine and on private networks may publish and subscribe, others not."
        })
final class BrokerCommand extends ConfiguredCommand {

    private static final String AUTO = "auto";

    @Option(
            names = "--bind",
            paramLabel = "HOST:PORT",
            defaultValue = "0.0.0.0:5000",
            order = 1,
            description = "UDP address to listen on; port 0 takes a free one.")
    String bind = "0.0.0.0:5000";

    @Option(
            names = "--admin",
            paramLabel = "HOST:PORT|off",
            defaultValue = "127.0.0.1:9100",
            order = 2,
            description = "HTTP address of /metrics, /health/live and /health/ready.")
    String admin = "127.0.0.1:9100";

    @Mixin
    SecretOptions secrets;

    @Option(
            names = "--jwks",
            paramLabel = "FILE",
            order = 52,
            description = "Public keys (JWK set: Ed25519, P-256, RSA) that tokens are signed with.")
    @Nullable
    Path jwks;

    @Option(
            names = "--open-internet",
            order = 53,
            description = "Without secret and keys, let in peers on public addresses, too.")
    boolean openInternet;

    @Option(
            names = "--publish-address",
            paramLabel = "ADDRESS",
            defaultValue = "",
            order = 54,
            description =
                    "Where a proxy in front (Docker) publishes the port; beyond this machine that needs a secret or"
                            + " keys.")
    String publishAddress = "";

    @Option(
            names = "--send-threads",
            paramLabel = "N|auto",
            defaultValue = AUTO,
            order = 55,
            description =
                    "Threads that send what goes to many viewers, 1 to 64; Linux. auto: one for each core, 4 at most.")
    String sendThreads = AUTO;

    @Option(
            names = "--max-sessions",
            paramLabel = "N",
            converter = CountConverter.class,
            defaultValue = "20000",
            order = 60,
            description = "Clients at once, at least 1.")
    int maxSessions;

    @Option(
            names = "--max-streams",
            paramLabel = "N",
            converter = CountConverter.class,
            defaultValue = "1000",
            order = 61,
            description = "Live streams at once, at least 1.")
    int maxStreams;

    @Option(
            names = "--max-subscriptions",
            paramLabel = "N",
            converter = CountConverter.class,
            defaultValue = "64",
            order = 62,
            description = "Subscriptions of one client, at least 1.")
    int maxSubscriptions;

    @Option(
            names = "--max-subscribers",
            paramLabel = "N",
            converter = CountConverter.class,
            defaultValue = "10000",
            order = 63,
            description = "Subscribers of one stream, at least 1.")
    int maxSubscribers;

    @Option(
            names = "--max-bitrate",
            paramLabel = "RATE",
            defaultValue = "200M",
            converter = BitrateConverter.class,
            order = 64,
            description = "What one producer may send, bits a second: 1k to 1000M.")
    int maxBitrate;

    @Override
    public Integer call() throws RunException, InterruptedException {
        EffectiveOptions given = given();
        BrokerOptions options = BrokerOptions.at(state().path())
                .withBind(HostPort.parse(given.place("--bind"), bind, HostPort.DEFAULT_PORT))
                .withAdmin(adminAddress(admin, 9100))
                .withSecret(secrets.chosen(given))
                .withJwks(jwks)
                .withOpenInternet(openInternet)
                .withLimits(BrokerLimits.DEFAULTS
                        .withSessions(atLeastOne("--max-sessions", maxSessions))
                        .withStreams(atLeastOne("--max-streams", maxStreams))
                        .withSubscriptions(
                                atLeastOne("--max-subscriptions", maxSubscriptions),
                                atLeastOne("--max-subscribers", maxSubscribers))
                        .withBitsPerSecondPerStream(maxBitrate))
                .withPublishAddress(publishAddress)
                .withSendThreads(threads());
        StartLog.configured(LoggerFactory.getLogger(BrokerCommand.class), "broker", given);
        Broker broker = Broker.start(options);
        try {
            new CountDownLatch(1).await();
            return Program.DONE;
        } finally {
            broker.close();
        }
    }

    private int threads() {
        if (sendThreads.equals(AUTO)) {
            return TransportLoop.bestSendThreads();
        }
        try {
            int threads = Integer.parseInt(sendThreads);
            if (threads >= 1 && threads <= TransportLoop.MOST_SEND_THREADS) {
                return threads;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new UsageException(given().place("--send-threads") + " is auto or 1 to " + TransportLoop.MOST_SEND_THREADS
                + ", not " + Printable.line(sendThreads, 40));
    }
}
