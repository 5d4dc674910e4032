package io.framecast.bench.fanout;

import io.aeron.Aeron;
import io.aeron.FragmentAssembler;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.driver.status.SenderPos;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersReader;

/**
 * Aeron's multi-destination-cast with the driver on the sending thread. Nobody answers the sender here, so a spy makes it believe that
 * it is connected and {@link OpenWindow} lets it send. Its datagrams are {@value #MTU} bytes (a multiple of 32) with Aeron's own header,
 * and each is copied into the log first: neither is what the others do.
 */
final class AeronSender implements FrameSender {
    private static final int MTU = 1216;
    private static final int HEADER = 32;
    private static final String TAG = "tags=1001";
    private static final String CHANNEL =
            "aeron:udp?control-mode=manual|ssc=true|term-length=16m|mtu=" + MTU + "|" + TAG;

    private final Load load;
    private final MediaDriver driver;
    private final Aeron aeron;
    private final Publication publication;
    private final Subscription spy;
    private final CountersReader counters;
    private final int senderPosition;
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[MTU - HEADER]);
    private final FragmentAssembler ignored = new FragmentAssembler((_, _, _, _) -> {});

    AeronSender(Load load) {
        this.load = load;
        Path folder = Path.of(
                "/dev/shm", "framecast-bench-aeron-" + ProcessHandle.current().pid());
        driver = MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName(folder.toString())
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .threadingMode(ThreadingMode.INVOKER)
                .socketSndbufLength(2 << 20)
                .clientLivenessTimeoutNs(TimeUnit.MINUTES.toNanos(10))
                .publicationUnblockTimeoutNs(TimeUnit.MINUTES.toNanos(20))
                .multicastFlowControlSupplier((_, _, _) -> new OpenWindow())
                .unicastFlowControlSupplier((_, _, _) -> new OpenWindow()));
        aeron = Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(folder.toString())
                .driverAgentInvoker(driver.sharedAgentInvoker())
                .useConductorAgentInvoker(true)
                .keepAliveIntervalNs(TimeUnit.SECONDS.toNanos(1)));
        publication = aeron.addPublication(CHANNEL, 1);
        for (InetSocketAddress address : load.addresses()) {
            publication.addDestination(
                    "aeron:udp?endpoint=" + address.getAddress().getHostAddress() + ":" + address.getPort());
        }
        spy = aeron.addSubscription("aeron-spy:aeron:udp?" + TAG, 1);
        while (!publication.isConnected()) {
            driver.sharedAgentInvoker().invoke();
            aeron.conductorAgentInvoker().invoke();
        }
        counters = aeron.countersReader();
        senderPosition =
                counters.findByTypeIdAndRegistrationId(SenderPos.SENDER_POSITION_TYPE_ID, publication.registrationId());
    }

    @Override
    public int sendFrame() {
        for (int i = 0; i < load.segments(); i++) {
            while (publication.offer(message) < 0) {
                turn();
            }
        }
        while (counters.getCounterValue(senderPosition) < publication.position()) {
            turn();
        }
        return load.datagrams();
    }

    private void turn() {
        driver.sharedAgentInvoker().invoke();
        aeron.conductorAgentInvoker().invoke();
        spy.poll(ignored, 1000);
    }

    @Override
    public void close() {
        aeron.close();
        driver.close();
    }
}
