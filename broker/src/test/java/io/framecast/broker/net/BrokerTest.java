package io.framecast.broker.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.client.HostPort;
import io.framecast.client.RunException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Start, admin port and stop. */
class BrokerTest {
    private static final HostPort FREE = new HostPort("127.0.0.1", 0);

    @TempDir
    Path state;

    @Test
    void servesMetricsAndHealthUntilItStops() throws Exception {
        try (Rig rig = new Rig(state, options -> options.withAdmin(FREE));
                HttpClient http = HttpClient.newHttpClient()) {
            Source source = new Source(rig.client(), "cam");
            Viewer viewer = new Viewer(rig.client(), "cam");
            Await.until("live", () -> source.live() && viewer.is("up"));
            InetSocketAddress admin = Objects.requireNonNull(rig.broker().adminAddress());
            String base = "http://127.0.0.1:" + admin.getPort();
            HttpRequest metrics =
                    HttpRequest.newBuilder(URI.create(base + "/metrics")).build();
            String text = http.send(metrics, BodyHandlers.ofString()).body();
            assertTrue(text.contains("framecast_broker_sessions 2.0\n"), text);
            assertTrue(text.contains("framecast_broker_stream_viewers{producer=\"cam\"} 1.0\n"), text);
            assertTrue(text.contains("framecast_broker_sessions_opened_total 2.0\n"), text);

            rig.stop();
            assertThrows(ConnectException.class, () -> http.send(metrics, BodyHandlers.ofString()));
        }
    }

    @Test
    void stopsWithinTwoSecondsWithPeersAndAgainWithoutThem() throws Exception {
        try (Rig rig = new Rig(state)) {
            Viewer viewer = new Viewer(rig.client(), "cam");
            Await.until("waiting", () -> viewer.is("waiting"));
            long start = System.nanoTime();
            rig.stop();
            assertTrue(System.nanoTime() - start < Duration.ofSeconds(2).toNanos());
            rig.stop();
            rig.start();
        }
    }

    @Test
    void anAdminPortInUseFreesTheUdpPortAgain() throws Exception {
        try (Rig rig = new Rig(state, options -> options.withAdmin(FREE))) {
            InetSocketAddress admin = Objects.requireNonNull(rig.broker().adminAddress());
            Broker free = Broker.start(BrokerOptions.at(state).withBind(FREE));
            HostPort udp = new HostPort("127.0.0.1", free.address().getPort());
            free.close();
            BrokerOptions clash =
                    BrokerOptions.at(state).withBind(udp).withAdmin(new HostPort("127.0.0.1", admin.getPort()));
            assertTrue(assertThrows(RunException.class, () -> Broker.start(clash))
                    .getMessage()
                    .contains("--admin"));
            try (Broker again = Broker.start(BrokerOptions.at(state).withBind(udp))) {
                assertEquals(udp.port(), again.address().getPort());
            }
        }
    }
}
