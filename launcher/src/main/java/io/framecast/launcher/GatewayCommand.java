package io.framecast.launcher;

import io.framecast.client.ClientOptions;
import io.framecast.client.HostPort;
import io.framecast.client.RunException;
import io.framecast.client.UsageException;
import io.framecast.gateway.Gateway;
import io.framecast.gateway.GatewayLimits;
import io.framecast.gateway.GatewayOptions;
import io.framecast.launcher.option.EffectiveOptions;
import io.framecast.launcher.option.Quantities.CountConverter;
import io.framecast.launcher.option.Quantities.DurationConverter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the streams of a broker in browsers, until it is told to stop. */
@Command(
        name = "gateway",
        sortOptions = false,
        description = "Show the streams of a broker in browsers: all of them at /, one at /watch/ID.",
        footer = {
            "",
            "Without secret and keys, browsers on this machine and on private networks may watch, others not. With"
                    + " either, a token decides ('framecast token' makes one). That the broker lets the gateway in lends"
                    + " nobody anything."
        })
final class GatewayCommand extends ConfiguredCommand {

    private static final long MOST_LATENCY_MILLIS = 10_000;

    @Mixin
    ClientConnection connection;

    @Option(
            names = "--bind",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:8080",
            order = 1,
            description = "HTTP address to listen on; port 0 takes a free one.")
    String bind = "127.0.0.1:8080";

    @Option(
            names = "--admin",
            paramLabel = "HOST:PORT|off",
            defaultValue = "127.0.0.1:9101",
            order = 2,
            description = "HTTP address of /metrics, /health/live and /health/ready.")
    String admin = "127.0.0.1:9101";

    @Option(
            names = "--latency",
            paramLabel = "TIME",
            defaultValue = "200ms",
            converter = DurationConverter.class,
            order = 3,
            description = "Lost datagrams are asked for again until a frame is this old. 0ms to 10s.")
    Duration latency = GatewayOptions.DEFAULT_LATENCY;

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            order = 10,
            description = "Serve HTTPS with this certificate chain (PEM); with --tls-key.")
    @Nullable
    Path tlsCertificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            order = 11,
            description = "The certificate's private key (PEM, PKCS #8, unencrypted).")
    @Nullable
    Path tlsKey;

    @Option(
            names = "--tls-self-signed",
            order = 12,
            description =
                    "Serve HTTPS with a certificate that is made here and kept in the state folder. Browsers warn once;"
                            + " compare the fingerprint in the log.")
    boolean tlsSelfSigned;

    @Option(
            names = "--public-host",
            paramLabel = "NAME",
            split = ",",
            order = 20,
            description = "A name that browsers reach the gateway by, besides those and the addresses of this machine."
                    + " Repeatable, or several with commas.")
    List<String> publicHosts = List.of();

    @Option(
            names = "--trusted-proxy",
            paramLabel = "ADDRESS[/BITS]",
            split = ",",
            order = 21,
            description =
                    "A reverse proxy whose X-Forwarded-For is believed; give it whenever there is one. Repeatable,"
                            + " or several with commas.")
    List<String> trustedProxies = List.of();

    @Option(
            names = "--jwks",
            paramLabel = "FILE",
            order = 52,
            description = "Public keys (JWK set: Ed25519, P-256, RSA) that viewers' tokens are signed with.")
    @Nullable
    Path jwks;

    @Option(
            names = "--open-internet",
            order = 53,
            description = "Without secret and keys, let in browsers on public addresses, too.")
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
            names = "--max-connections",
            paramLabel = "N",
            converter = CountConverter.class,
            defaultValue = "4096",
            order = 60,
            description = "Connections at once, at least 1.")
    int maxConnections;

    @Option(
            names = "--max-connections-per-address",
            paramLabel = "N",
            converter = CountConverter.class,
            defaultValue = "512",
            order = 61,
            description = "Connections from one address; trusted proxies are exempt. At least 1.")
    int maxConnectionsPerAddress;

    @Option(
            names = "--max-viewers-per-address",
            paramLabel = "N",
            converter = CountConverter.class,
            defaultValue = "256",
            order = 62,
            description = "Watch pages that are open at one address, at least 1.")
    int maxViewersPerAddress;

    @Override
    public Integer call() throws RunException, InterruptedException {
        EffectiveOptions given = given();
        StateFolder folder = state();
        ClientOptions client = connection.options(given, folder);
        GatewayOptions options = GatewayOptions.of(client, Version.number())
                .withBind(HostPort.parse(given.place("--bind"), bind, GatewayOptions.DEFAULT_PORT))
                .withAdmin(adminAddress(admin, 9101))
                .withLatency(checkedLatency(given))
                .withAccess(new GatewayOptions.Access(
                        client.secret(), jwks, openInternet, publishAddress, trustedProxies, publicHosts))
                .withTls(tls(given, folder))
                .withLimits(new GatewayLimits(
                        atLeastOne("--max-connections", maxConnections),
                        atLeastOne("--max-connections-per-address", maxConnectionsPerAddress),
                        atLeastOne("--max-viewers-per-address", maxViewersPerAddress),
                        GatewayLimits.DEFAULTS.eventStreams(),
                        GatewayLimits.DEFAULTS.eventStreamsPerAddress()));
        StartLog.configured(LoggerFactory.getLogger(GatewayCommand.class), "gateway", given);
        try (var _ = Gateway.start(options)) {
            new CountDownLatch(1).await();
            return Program.DONE;
        }
    }

    private GatewayOptions.@Nullable Tls tls(EffectiveOptions given, StateFolder folder) {
        boolean files = tlsCertificate != null || tlsKey != null;
        if (files && (tlsCertificate == null || tlsKey == null || tlsSelfSigned)) {
            String place = given.place(tlsCertificate == null ? "--tls-key" : "--tls-cert");
            throw new UsageException(place + ": give --tls-cert and --tls-key together, or --tls-self-signed alone");
        }
        return files || tlsSelfSigned ? new GatewayOptions.Tls(tlsCertificate, tlsKey, folder.path()) : null;
    }

    private Duration checkedLatency(EffectiveOptions given) {
        if (latency.isNegative() || latency.toMillis() > MOST_LATENCY_MILLIS) {
            throw new UsageException(given.place("--latency") + " is 0ms to 10s, not " + latency.toMillis() + "ms");
        }
        return latency;
    }
}
