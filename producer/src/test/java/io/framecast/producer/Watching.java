package io.framecast.producer;

import io.framecast.broker.net.Broker;
import io.framecast.broker.net.BrokerOptions;
import io.framecast.client.ClientOptions;
import io.framecast.client.FramecastClient;
import io.framecast.client.HostPort;
import io.framecast.client.RunException;
import io.framecast.client.StreamListener;
import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Frame;
import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.protocol.wire.ControlPacket.StreamInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A broker on loopback, and someone who watches one id there. */
final class Watching implements StreamListener, AutoCloseable {
    final List<Frame> frames = new CopyOnWriteArrayList<>();
    final List<EndReason> ends = new CopyOnWriteArrayList<>();
    volatile @Nullable Catalog catalog;
    volatile boolean waiting;
    volatile boolean up;

    private final Path state;
    private Broker broker;
    private final int port;
    private final FramecastClient client;

    Watching(Path state, String id) throws RunException {
        this.state = state;
        broker = start(state, 0);
        port = broker.address().getPort();
        client = FramecastClient.connect(options());
        client.subscribe(id, Duration.ofMillis(500), this);
    }

    private static Broker start(Path state, int port) throws RunException {
        return Broker.start(BrokerOptions.at(state).withBind(new HostPort("127.0.0.1", port)));
    }

    ClientOptions options() {
        return ClientOptions.to("127.0.0.1:" + port);
    }

    void stopBroker() {
        broker.close();
    }

    void startBroker() throws RunException {
        broker = start(state, port);
    }

    List<Frame> of(int track) {
        return frames.stream().filter(frame -> frame.track() == track).toList();
    }

    static void await(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(20)) {
                throw new AssertionError("not within 20 s: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    @Override
    public void onWaiting() {
        waiting = true;
    }

    @Override
    public void onUp(StreamInfo stream) {
        up = true;
    }

    @Override
    public void onCatalog(Catalog described) {
        catalog = described;
    }

    @Override
    public void onFrame(Frame frame) {
        frames.add(frame);
    }

    @Override
    public void onDown(EndReason reason) {
        ends.add(reason);
    }

    @Override
    public void close() {
        client.close();
        broker.close();
    }
}
