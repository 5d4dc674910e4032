package io.framecast.broker.admin;

import io.framecast.broker.core.BrokerCounters;
import io.framecast.broker.core.BrokerSnapshot;
import io.framecast.transport.TransportCounters;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What the admin port sees of a broker.
 *
 * @param receiveBufferBytes of the UDP socket, as the OS reports it
 * @param snapshot asks the broker's event loop; done soon, or the broker is in trouble
 */
public record BrokerView(
        BrokerCounters counters,
        TransportCounters transport,
        int receiveBufferBytes,
        Supplier<CompletableFuture<BrokerSnapshot>> snapshot) {}
