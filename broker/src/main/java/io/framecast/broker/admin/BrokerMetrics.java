package io.framecast.broker.admin;

import io.framecast.broker.core.BrokerCounter;
import io.framecast.broker.core.BrokerSnapshot;
import io.framecast.broker.core.BrokerSnapshot.StreamSnapshot;
import io.framecast.transport.TransportCounters;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** The broker's figures in Prometheus' text form. Of its labels only the producer id is open, bounded by the limit on streams. */
final class BrokerMetrics implements AutoCloseable {
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final String PREFIX = "framecast_broker_";
    private static final String TOTAL = "_total";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbage = new JvmGcMetrics();
    private final LatencyMetrics latencies = new LatencyMetrics();
    private final MultiGauge viewers;
    private final MultiGauge bitrates;
    private final MultiGauge ringBytes;
    private BrokerSnapshot now = new BrokerSnapshot(0, 0, 0, List.of());

    BrokerMetrics(BrokerView view) {
        for (BrokerCounter counter : BrokerCounter.values()) {
            // The registry puts the suffix back, as it does for every counter.
            String name = counter.metricName();
            String base = name.endsWith(TOTAL) ? name.substring(0, name.length() - TOTAL.length()) : name;
            FunctionCounter.builder(PREFIX + base, view.counters(), counters -> counters.get(counter))
                    .description(counter.description())
                    .register(registry);
        }
        socket(
                view.transport(),
                "socket_dropped",
                "Datagrams not sent because the socket took no more.",
                TransportCounters::droppedDatagrams);
        socket(
                view.transport(),
                "socket_overflow",
                "Datagrams that the system dropped because the receive buffer was full; known to the native transport.",
                TransportCounters::receiveOverflow);
        socket(
                view.transport(),
                "socket_hellos_overflow",
                "HELLOs, and what is no datagram of ours, that found their own receive buffer full.",
                TransportCounters::lowReceiveOverflow);
        socket(
                view.transport(),
                "socket_send_errors",
                "Messages that the system refused to send.",
                TransportCounters::sendErrors);
        socket(
                view.transport(),
                "socket_receive_errors",
                "Reads from the socket that failed.",
                TransportCounters::receiveErrors);
        socket(
                view.transport(),
                "socket_empty",
                "Datagrams of zero bytes, ignored.",
                TransportCounters::emptyDatagrams);
        socket(
                view.transport(),
                "socket_send_calls",
                "System calls that sent; the native transport counts them.",
                TransportCounters::sendCalls);
        socket(
                view.transport(),
                "socket_receive_calls",
                "System calls that received; the native transport counts them.",
                TransportCounters::receiveCalls);
        socket(
                view.transport(),
                "handler_errors",
                "Datagrams whose handling failed; each is a bug.",
                TransportCounters::handlerErrors);
        gauge(
                "socket_receive_buffer_bytes",
                "The socket's receive buffer as the system reports it.",
                metrics -> view.receiveBufferBytes());
        gauge("sessions", "Open sessions.", metrics -> metrics.now.sessions());
        gauge("streams", "Live streams.", metrics -> metrics.now.streams().size());
        gauge("subscriptions", "Subscriptions, waiting ones included.", metrics -> metrics.now.subscriptions());
        gauge(
                "subscriptions_waiting",
                "Subscriptions to ids that nobody publishes now.",
                metrics -> metrics.now.waiting());
        viewers = perStream("stream_viewers", "Subscribers of a live stream.");
        bitrates = perStream("stream_bits_per_second", "Media received from a producer, smoothed.");
        ringBytes = perStream("stream_ring_bytes", "Memory held for late joiners and repairs.");
        registry.getPrometheusRegistry().register(latencies);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        garbage.bindTo(registry);
    }

    /** All figures, those of sessions and streams as of {@code snapshot}. */
    synchronized String text(BrokerSnapshot snapshot) {
        now = snapshot;
        latencies.use(snapshot.streams());
        rows(viewers, StreamSnapshot::subscribers);
        rows(bitrates, StreamSnapshot::bitsPerSecond);
        rows(ringBytes, StreamSnapshot::ringBytes);
        return registry.scrape();
    }

    @Override
    public void close() {
        garbage.close();
        registry.close();
    }

    private void rows(MultiGauge gauge, ToLongFunction<StreamSnapshot> value) {
        List<Row<?>> rows = now.streams().stream()
                .<Row<?>>map(stream -> Row.of(Tags.of("producer", stream.producerId()), value.applyAsLong(stream)))
                .toList();
        gauge.register(rows, true);
    }

    private MultiGauge perStream(String name, String description) {
        return MultiGauge.builder(PREFIX + name).description(description).register(registry);
    }

    private void gauge(String name, String description, ToDoubleFunction<BrokerMetrics> value) {
        Gauge.builder(PREFIX + name, this, value).description(description).register(registry);
    }

    private void socket(
            TransportCounters counters, String name, String description, ToDoubleFunction<TransportCounters> value) {
        FunctionCounter.builder(PREFIX + name, counters, value)
                .description(description)
                .register(registry);
    }
}
