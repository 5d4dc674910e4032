package io.framecast.launcher;

import io.framecast.client.ClientOptions;
import io.framecast.client.HostPort;
import io.framecast.client.RunException;
import io.framecast.gateway.Gateway;
import io.framecast.gateway.GatewayOptions;
import io.framecast.launcher.option.EffectiveOptions;
import java.util.Objects;
import java.util.concurrent.Callable;
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
            "Without secret and keys, browsers on this machine and on private networks may watch, others not. With either,"
                    + " a token decides ('framecast token' makes one). That the broker lets the gateway in lends nobody"
                    + " anything."
        })
final class GatewayCommand implements Callable<Integer>, Execution.Configured {

    private static final String OFF = "off";

    @Mixin
    ClientConnection connection;

    @Option(
            names = "--bind",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:8080",
            order = 1,
            description = "HTTP address to listen on; port 0 takes a free one.")
    String bind = "127.0.0.1:8080";

    private @Nullable EffectiveOptions effective;
    private @Nullable StateFolder state;

    @Override
    public void configure(EffectiveOptions options, StateFolder folder) {
        effective = options;
        state = folder;
    }

    @Override
    public Integer call() throws RunException, InterruptedException {
        EffectiveOptions given = Objects.requireNonNull(effective);
        StateFolder folder = Objects.requireNonNull(state);
        ClientOptions client = connection.options(given, folder);
        GatewayOptions options = GatewayOptions.of(client, Version.number())
                .withBind(HostPort.parse(given.place("--bind"), bind, GatewayOptions.DEFAULT_PORT));
        LoggerFactory.getLogger(GatewayCommand.class).info("gateway: {}", given.line());
        try (var _ = Gateway.start(options)) {
            new CountDownLatch(1).await();
            return Program.DONE;
        }
    }
}
