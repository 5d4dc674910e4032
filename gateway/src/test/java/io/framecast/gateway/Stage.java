package io.framecast.gateway;

import io.framecast.broker.core.BrokerSnapshot;
import io.framecast.broker.net.Broker;
import io.framecast.broker.net.BrokerOptions;
import io.framecast.client.ClientOptions;
import io.framecast.client.FramecastClient;
import io.framecast.client.HostPort;
import io.framecast.client.Publication;
import io.framecast.client.PublishListener;
import io.framecast.client.PublishOptions;
import io.framecast.client.RunException;
import io.framecast.protocol.crypto.Passphrase;
import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Track;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A broker, a gateway and producers in this process, on loopback. */
final class Stage implements AutoCloseable {

    static final Catalog PICTURE = new Catalog(List.of(Track.video(1, "avc1.42c01f", 640, 360, 30, 500_000, 0, "")));

    private final Path state;
    private final Deque<FramecastClient> open = new ArrayDeque<>();
    private Broker broker;
    final Gateway gateway;

    Stage(Path state) throws RunException {
        this(state, options -> options);
    }

    Stage(Path state, UnaryOperator<GatewayOptions> with) throws RunException {
        this.state = state;
        this.broker = startBroker(0);
        this.gateway =
                Gateway.start(with.apply(GatewayOptions.of(client(), "test").withBind(new HostPort("127.0.0.1", 0))));
    }

    private Broker startBroker(int port) throws RunException {
        return Broker.start(BrokerOptions.at(state.resolve("broker")).withBind(new HostPort("127.0.0.1", port)));
    }

    private ClientOptions client() {
        return ClientOptions.to("127.0.0.1:" + broker.address().getPort());
    }

    int port() {
        return gateway.address().getPort();
    }

    /** A producer that is live when this returns. */
    Publication publish(String id, Catalog catalog) throws InterruptedException {
        return publish(id, catalog, client());
    }

    /** The same, encrypted end to end. */
    Publication publishSealed(String id, Catalog catalog) throws InterruptedException {
        return publish(id, catalog, client().withPassphrase(new Passphrase("correct horse battery staple")));
    }

    private Publication publish(String id, Catalog catalog, ClientOptions options) throws InterruptedException {
        FramecastClient producer = FramecastClient.connect(options);
        open.push(producer);
        CountDownLatch live = new CountDownLatch(1);
        Publication publication =
                producer.publish(new PublishOptions(id, "A title", List.of("tag"), catalog), new PublishListener() {
                    @Override
                    public void onLive() {
                        live.countDown();
                    }
                });
        if (!live.await(10, TimeUnit.SECONDS)) {
            throw new AssertionError(id + " does not go live");
        }
        return publication;
    }

    /** Waits until the gateway's list has the stream, which it has within a second. */
    void awaitListed(String id, String... headers) throws IOException {
        try (RawSocket follower = new RawSocket(port())) {
            follower.write("GET /api/v1/events HTTP/1.0\r\nHost: localhost\r\n" + String.join("", headers) + "\r\n");
            follower.await("\"id\":\"" + id + "\"");
        }
    }

    BrokerSnapshot snapshot() {
        return broker.snapshot().join();
    }

    /** Another broker process, as far as clients see, on the same port. */
    void restartBroker() throws RunException {
        int port = broker.address().getPort();
        broker.close();
        broker = startBroker(port);
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            open.pop().close();
        }
        gateway.close();
        broker.close();
    }
}
