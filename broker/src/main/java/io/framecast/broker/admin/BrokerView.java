package io.framecast.broker.admin;

import io.framecast.broker.core.BrokerCounters;
import io.framecast.broker.core.BrokerSnapshot;
import io.framecast.broker.core.SessionSnapshot;
import io.framecast.transport.TransportCounters;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * What the admin port sees of a broker. What is asked of its event loop is done soon, or the broker is in trouble.
 *
 * @param receiveBufferBytes of the UDP socket, as the OS reports it
 * @param sessions who is there now
 * @param kick closes the session of this id; false: there is none
 */
public record BrokerView(
        BrokerCounters counters,
        TransportCounters transport,
        int receiveBufferBytes,
        Supplier<CompletableFuture<BrokerSnapshot>> snapshot,
        Supplier<CompletableFuture<List<SessionSnapshot>>> sessions,
        LongFunction<CompletableFuture<Boolean>> kick) {}
