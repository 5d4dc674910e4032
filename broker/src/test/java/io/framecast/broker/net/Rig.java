package io.framecast.broker.net;

import io.framecast.client.ClientEvent;
import io.framecast.client.ClientOptions;
import io.framecast.client.FramecastClient;
import io.framecast.client.HostPort;
import io.framecast.client.RunException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A broker and its clients on loopback, in one JVM; closes all of them. */
final class Rig implements AutoCloseable {
    private final BrokerOptions options;
    private final List<FramecastClient> clients = new ArrayList<>();
    private @Nullable Broker broker;
    private int port;

    Rig(Path state, UnaryOperator<BrokerOptions> changes) throws RunException {
        options = changes.apply(BrokerOptions.at(state));
        start();
    }

    Rig(Path state) throws RunException {
        this(state, options -> options);
    }

    /** Starts a broker on the port that the first one had. */
    void start() throws RunException {
        Broker started = Broker.start(options.withBind(new HostPort("127.0.0.1", port)));
        port = started.address().getPort();
        broker = started;
    }

    void stop() {
        broker().close();
    }

    Broker broker() {
        if (broker == null) {
            throw new IllegalStateException("no broker");
        }
        return broker;
    }

    InetSocketAddress address() {
        return broker().address();
    }

    ClientOptions toBroker() {
        return ClientOptions.to("127.0.0.1:" + port);
    }

    FramecastClient client() {
        return client(toBroker());
    }

    FramecastClient client(ClientOptions to) {
        FramecastClient client = FramecastClient.connect(to);
        clients.add(client);
        return client;
    }

    /** What happens to a client from now on, and what has happened. */
    static List<ClientEvent> events(FramecastClient client) {
        List<ClientEvent> events = new CopyOnWriteArrayList<>();
        client.onEvent(events::add);
        return events;
    }

    static <E extends ClientEvent> List<E> of(List<ClientEvent> events, Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    void closeClients() {
        clients.forEach(FramecastClient::close);
    }

    @Override
    public void close() {
        closeClients();
        if (broker != null) {
            broker.close();
        }
    }
}
