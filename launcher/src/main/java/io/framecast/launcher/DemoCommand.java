package io.framecast.launcher;

import io.framecast.broker.net.Broker;
import io.framecast.broker.net.BrokerOptions;
import io.framecast.client.ClientOptions;
import io.framecast.client.HostPort;
import io.framecast.client.RunException;
import io.framecast.client.UsageException;
import io.framecast.gateway.GatewayOptions;
import io.framecast.launcher.log.LogOutput;
import io.framecast.launcher.option.Quantities.PortConverter;
import io.framecast.subscriber.StandardStreams;
import io.framecast.subscriber.Subscriber;
import io.framecast.subscriber.SubscriberOptions;
import io.framecast.subscriber.terminal.ColorMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Broker, gateway, three producers and a subscriber with its shell, in one terminal and on loopback only. */
@Command(
        name = "demo",
        sortOptions = false,
        description =
                "Broker, three sample producers and a subscriber in this terminal, and a gateway for the browser: a"
                        + " picture within seconds.")
final class DemoCommand extends ConfiguredCommand {

    private static final Logger LOG = LoggerFactory.getLogger(DemoCommand.class);

    private final Surroundings around;

    @Option(
            names = "--samples",
            paramLabel = "DIR",
            order = 1,
            description =
                    "Folder with clock.mp4, life.mp4 and plasma.mp4. Default: the ones that come with the program;"
                            + " without them, test patterns.")
    @Nullable
    Path samples;

    @Option(
            names = "--output",
            paramLabel = "URI",
            order = 2,
            description = "As for 'framecast subscriber'. Default: terminal where there is one, else null.")
    @Nullable
    String output;

    @Option(
            names = "--colors",
            paramLabel = "auto|24bit|256|16|none",
            defaultValue = "auto",
            order = 3,
            description = "Colours of the picture in the terminal; auto goes by COLORTERM and TERM.")
    String colors = "auto";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            converter = PortConverter.class,
            defaultValue = "5000",
            order = 5,
            description = "UDP port of the broker on loopback; where it is taken, or 0, a free one.")
    int port = HostPort.DEFAULT_PORT;

    @Option(names = "--mute", order = 4, description = "Play no sound.")
    boolean mute;

    @Option(
            names = "--admin",
            paramLabel = "HOST:PORT|off",
            defaultValue = OFF,
            order = 6,
            description = "HTTP address of the broker's /metrics, /health/live and /health/ready.")
    String admin = OFF;

    @Option(
            names = "--web-port",
            paramLabel = "PORT",
            converter = PortConverter.class,
            defaultValue = "8080",
            order = 7,
            description = "TCP port of the gateway, for browsers on this machine; where it is taken, or 0, a free one.")
    int webPort = GatewayOptions.DEFAULT_PORT;

    @Option(names = "--no-gateway", order = 8, description = "Without the gateway.")
    boolean noGateway;

    DemoCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws Exception {
        ColorMode colorMode = ColorMode.parse(colors, around.environment());
        Samples found = Samples.find(samples);
        String first = found.all().getFirst().id();
        // The subscriber begins its log when it has the terminal; until then nothing may appear there.
        LogOutput log = LogOutput.current();
        Path folder = state().path();
        if (around.terminal()) {
            log.hold();
        }
        try (DemoState demoState = DemoState.create();
                Broker broker = startBroker(demoState.folder());
                DemoGateway gateway = noGateway
                        ? DemoGateway.NONE
                        : DemoGateway.start(client(broker, demoState), checked("--web-port", webPort))) {
            HostPort address = new HostPort("127.0.0.1", broker.address().getPort());
            ClientOptions client = client(broker, demoState);
            SubscriberOptions options = new SubscriberOptions(
                    client,
                    List.of(first),
                    output,
                    Duration.ofMillis(200),
                    null,
                    mute,
                    100,
                    colorMode,
                    null,
                    null,
                    folder);
            Subscriber subscriber = new Subscriber(
                    options,
                    new StandardStreams(around.in(), around.out(), around.terminal()),
                    log::toFile,
                    greeting(address, gateway, found));
            LOG.info("demo: {}", given().line());
            try (var _ = DemoProducers.start(found, client)) {
                subscriber.run(around.startNanos());
            }
        } finally {
            log.release();
        }
        return Program.DONE;
    }

    private static ClientOptions client(Broker broker, DemoState demoState) {
        return ClientOptions.to("127.0.0.1:" + broker.address().getPort()).withState(demoState.folder());
    }

    private static List<String> greeting(HostPort address, DemoGateway gateway, Samples found) {
        String second = found.all().get(1).id();
        return List.of(
                "Demo: broker on " + address + ", three producers, this subscriber. quit ends all.",
                gateway.greeting(),
                "Try:  list      view " + found.all().getFirst().id() + "      subscribe " + second);
    }

    private int checked(String option, int port) {
        if (port < 0 || port > 65_535) {
            throw new UsageException(given().place(option) + " is 0 to 65535, not " + port);
        }
        return port;
    }

    /** On the usual port, or on a free one where that is taken. */
    private Broker startBroker(Path folder) throws RunException {
        checked("--port", port);
        BrokerOptions options = BrokerOptions.at(folder).withAdmin(adminAddress(admin, 9100));
        try {
            return Broker.start(options.withBind(new HostPort("127.0.0.1", port)));
        } catch (RunException e) {
            LOG.info("port {} is taken: using a free one", port);
            return Broker.start(options.withBind(new HostPort("127.0.0.1", 0)));
        }
    }
}
