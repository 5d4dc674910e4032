package io.framecast.broker.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.framecast.broker.core.BrokerCounter;
import io.framecast.broker.core.BrokerCounters;
import io.framecast.broker.core.BrokerSnapshot;
import io.framecast.broker.core.BrokerSnapshot.StreamSnapshot;
import io.framecast.broker.core.SessionSnapshot;
import io.framecast.broker.core.StreamAges;
import io.framecast.client.HostPort;
import io.framecast.client.RunException;
import io.framecast.protocol.time.AgeHistogram;
import io.framecast.transport.TransportCounters;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminServerTest {
    private static final long SESSION = 0xfedcba9876543210L;
    private static final String KICK = "/sessions/fedcba9876543210/kick";
    private static final String OPERATOR = "Framecast-Operator: 1";

    private final BrokerCounters counters = new BrokerCounters();
    private final HttpClient http = HttpClient.newHttpClient();
    private CompletableFuture<BrokerSnapshot> snapshot = new CompletableFuture<>();
    private AdminServer admin;
    private final List<SessionSnapshot> sessions = List.of(new SessionSnapshot(
            SESSION, new InetSocketAddress(InetAddress.getLoopbackAddress(), 4000), List.of("cam"), List.of("a", "b")));
    private final List<Long> kicked = new CopyOnWriteArrayList<>();

    @BeforeEach
    void starts() throws Exception {
        BrokerView view = view();
        admin = AdminServer.start(new HostPort("127.0.0.1", 0), view);
    }

    @AfterEach
    void stops() {
        admin.close();
        http.close();
    }

    private BrokerView view() {
        return new BrokerView(
                counters,
                new TransportCounters(),
                8 << 20,
                () -> snapshot,
                () -> CompletableFuture.completedFuture(sessions),
                id -> CompletableFuture.completedFuture(kicked.add(id) && id == SESSION));
    }

    private HttpResponse<String> ask(String method, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + admin.address().getPort() + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, BodyPublishers.noBody())
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private static StreamSnapshot stream(String id, int viewers) {
        return new StreamSnapshot(id, 1, viewers, 0, 2_500_000, 1 << 20, 10, 0, 0, 0);
    }

    @Test
    void metricsHaveEveryCounterOnceAndTheStreamsOfNow() throws Exception {
        counters.add(BrokerCounter.DATAGRAMS_RECEIVED, 7);
        snapshot = CompletableFuture.completedFuture(
                new BrokerSnapshot(3, 4, 1, List.of(stream("cam/1", 2), stream("cam/2", 1))));
        HttpResponse<String> first = ask("GET", "/metrics");
        assertEquals(200, first.statusCode());
        String text = first.body();
        for (BrokerCounter counter : BrokerCounter.values()) {
            String line = "\nframecast_broker_" + counter.metricName() + " ";
            assertEquals(2, text.split(line, -1).length, () -> counter + " in " + text);
        }
        assertTrue(text.contains("framecast_broker_datagrams_received_total 7.0\n"), text);
        assertTrue(text.contains("framecast_broker_sessions 3.0\n"), text);
        assertTrue(text.contains("framecast_broker_streams 2.0\n"), text);
        assertTrue(text.contains("framecast_broker_stream_viewers{producer=\"cam/1\"} 2.0\n"), text);
        assertTrue(text.contains("framecast_broker_stream_bits_per_second{producer=\"cam/2\"} 2500000.0\n"), text);
        assertTrue(text.contains("jvm_memory_used_bytes"), text);

        snapshot = CompletableFuture.completedFuture(new BrokerSnapshot(3, 4, 1, List.of(stream("cam/2", 5))));
        String later = ask("GET", "/metrics").body();
        assertTrue(!later.contains("cam/1") && later.contains("{producer=\"cam/2\"} 5.0\n"), later);
    }

    @Test
    void metricsHaveTheLatenciesOfLiveStreamsAsHistograms() throws Exception {
        AgeHistogram arrived = new AgeHistogram();
        arrived.add(700);
        arrived.add(18_000);
        arrived.add(6_000_000);
        AgeHistogram medians = new AgeHistogram();
        medians.add(40_000);
        AgeHistogram worst = new AgeHistogram();
        worst.add(90_000);
        StreamAges ages = new StreamAges(
                List.of(
                        new StreamAges.AtPoint(StreamAges.Point.ARRIVED, true, arrived.counts()),
                        new StreamAges.AtPoint(StreamAges.Point.FORWARDED, false, medians.counts())),
                medians.counts(),
                worst.counts(),
                3);
        AgeHistogram joins = new AgeHistogram();
        joins.add(240_000);
        joins.add(60_000);
        StreamSnapshot timed = new StreamSnapshot("cam/1", 1, 1, 0, 0, 0, 0, 0, 0, 0, ages, joins.counts());
        snapshot = CompletableFuture.completedFuture(new BrokerSnapshot(1, 1, 0, List.of(timed, stream("cam/2", 0))));
        String text = ask("GET", "/metrics").body();
        assertTrue(text.contains("# TYPE framecast_frame_age_seconds histogram\n"), text);
        String absolute = "{clock=\"absolute\",point=\"arrived\",stream=\"cam/1\"";
        assertTrue(text.contains("framecast_frame_age_seconds_bucket" + absolute + ",le=\"0.001\"} 1\n"), text);
        assertTrue(text.contains("framecast_frame_age_seconds_bucket" + absolute + ",le=\"0.01\"} 1\n"), text);
        assertTrue(text.contains("framecast_frame_age_seconds_bucket" + absolute + ",le=\"0.02\"} 2\n"), text);
        assertTrue(text.contains("framecast_frame_age_seconds_bucket" + absolute + ",le=\"5.0\"} 2\n"), text);
        assertTrue(text.contains("framecast_frame_age_seconds_bucket" + absolute + ",le=\"+Inf\"} 3\n"), text);
        assertTrue(text.contains("framecast_frame_age_seconds_count" + absolute + "} 3\n"), text);
        assertTrue(text.contains("framecast_frame_age_seconds_sum" + absolute + "} 6.0187\n"), text);
        assertTrue(text.contains("{clock=\"relative\",point=\"forwarded\",stream=\"cam/1\""), text);
        assertTrue(
                text.contains(
                        "framecast_viewer_latency_seconds_bucket{kind=\"worst\",stream=\"cam/1\",le=\"0.1\"} 1\n"),
                text);
        assertTrue(text.contains("framecast_viewer_reports_relative_total{stream=\"cam/1\"} 3.0\n"), text);
        assertTrue(text.contains("framecast_join_seconds_bucket{stream=\"cam/1\",le=\"0.1\"} 1\n"), text);
        assertTrue(text.contains("framecast_join_seconds_count{stream=\"cam/1\"} 2\n"), text);
        assertTrue(!text.contains("framecast_join_seconds_count{stream=\"cam/2\"}"), text);
        assertTrue(!text.contains("framecast_viewer_latency_seconds_count{kind=\"median\",stream=\"cam/2\"}"), text);

        snapshot = CompletableFuture.completedFuture(new BrokerSnapshot(0, 0, 0, List.of()));
        String later = ask("GET", "/metrics").body();
        assertTrue(!later.contains("framecast_frame_age") && !later.contains("framecast_viewer"), later);
    }

    @Test
    void healthTellsALoopThatTurnsFromOneThatDoesNot() throws Exception {
        assertEquals(200, ask("GET", "/health/live").statusCode());
        assertEquals(503, ask("GET", "/health/ready").statusCode());
        snapshot = CompletableFuture.completedFuture(new BrokerSnapshot(0, 0, 0, List.of()));
        assertEquals(200, ask("GET", "/health/ready").statusCode());
        assertEquals(200, ask("HEAD", "/health/ready").statusCode());
    }

    @Test
    void anythingElseIsNotFoundAndAnyOtherMethodNotAllowed() throws Exception {
        for (String path : new String[] {"/", "/metrics/x", "/health", "/health/live/..", "/METRICS"}) {
            assertEquals(404, ask("GET", path).statusCode(), path);
        }
        HttpResponse<String> post = ask("POST", "/metrics");
        assertEquals(405, post.statusCode());
        assertEquals("GET, HEAD", post.headers().firstValue("Allow").orElse(""));
    }

    @Test
    void soManyRequestsThatDripInWaitAndOneMoreIsClosed() throws Exception {
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < AdminServer.THREADS + AdminServer.WAITING; i++) {
                open.add(drip());
            }
            assertEquals(0, counters.get(BrokerCounter.LIMIT_ADMIN));
            Socket more = drip();
            open.add(more);
            more.setSoTimeout(20_000);
            assertTrue(ends(more));
            assertEquals(1, counters.get(BrokerCounter.LIMIT_ADMIN));
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    private static boolean ends(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    /** A request that has begun and does not go on. */
    private Socket drip() throws Exception {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), admin.address().getPort());
        socket.getOutputStream().write("GET /health/live HTT".getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    @Test
    void aPortInUseIsARunErrorThatNamesTheOption() {
        BrokerView view = view();
        HostPort taken = new HostPort("127.0.0.1", admin.address().getPort());
        RunException said = assertThrows(RunException.class, () -> AdminServer.start(taken, view));
        assertTrue(said.getMessage().contains("--admin"), said::getMessage);
    }

    /** A request as it stands, since a library would not let us send what it likes not. */
    private String raw(InetAddress to, String request, String... headers) throws Exception {
        String text =
                String.join("\r\n", request + " HTTP/1.1", "Connection: close", String.join("\r\n", headers), "", "");
        try (Socket socket = new Socket(to, admin.address().getPort())) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String kick(String host, String... headers) throws Exception {
        List<String> all = new ArrayList<>(List.of("Host: " + host, "Content-Length: 0"));
        all.addAll(List.of(headers));
        return raw(InetAddress.getLoopbackAddress(), "POST " + KICK, all.toArray(String[]::new));
    }

    @Test
    void theOperatorSeesWhoIsThereAndKicks() throws Exception {
        assertEquals(
                "fedcba9876543210 127.0.0.1 4000 publishes=cam subscribed=a,b\n",
                ask("GET", "/sessions").body());
        for (String host : List.of("localhost", "LOCALHOST:9100", "127.0.0.1:9100", "[::1]:9100")) {
            assertTrue(kick(host, OPERATOR).startsWith("HTTP/1.1 200 "), host);
        }
        assertEquals(List.of(SESSION, SESSION, SESSION, SESSION), kicked);
        String other = raw(
                InetAddress.getLoopbackAddress(),
                "POST /sessions/0000000000000001/kick",
                "Host: localhost",
                "Content-Length: 0",
                OPERATOR);
        assertTrue(other.startsWith("HTTP/1.1 404 "), other);
    }

    @Test
    void aPageInABrowserOnThisMachineKicksNobody() throws Exception {
        String form = kick("127.0.0.1:9100", "Origin: https://evil.example", "Content-Type: text/plain");
        assertTrue(form.startsWith("HTTP/1.1 403 "), form);
        String preflight = raw(
                InetAddress.getLoopbackAddress(),
                "OPTIONS " + KICK,
                "Host: localhost",
                "Origin: https://evil.example",
                "Access-Control-Request-Method: POST",
                "Access-Control-Request-Headers: framecast-operator");
        assertTrue(preflight.startsWith("HTTP/1.1 405 ") && !preflight.contains("Access-Control"), preflight);
        assertEquals(List.of(), kicked);
    }

    @Test
    void aNameThatWasMadeToPointHereOpensNothing() throws Exception {
        List<String> names =
                List.of("evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "127.evil.example", "");
        for (String name : names) {
            String kick = kick(name, OPERATOR);
            assertTrue(kick.startsWith("HTTP/1.1 403 "), name + ": " + kick);
            String list = raw(InetAddress.getLoopbackAddress(), "GET /sessions", "Host: " + name);
            assertTrue(list.startsWith("HTTP/1.1 403 ") && !list.contains("cam"), name + ": " + list);
        }
        assertEquals(List.of(), kicked);
    }

    @Test
    void whatIsNoKickIsNotFoundAndAnotherMethodNotAllowed() throws Exception {
        for (String path : List.of("/sessions/", "/sessions/1/kick", KICK + "/", KICK.toUpperCase(Locale.ROOT))) {
            assertEquals(404, ask("POST", path).statusCode(), path);
        }
        assertEquals(405, ask("GET", KICK).statusCode());
        assertEquals(405, ask("POST", "/sessions").statusCode());
        assertEquals(List.of(), kicked);
    }

    @Test
    void whoIsNotOnThisMachineIsNotLetThrough() throws Exception {
        admin.close();
        admin = AdminServer.start(new HostPort("0.0.0.0", 0), view());
        Optional<InetAddress> found = outsideAddress();
        assumeTrue(found.isPresent(), "this machine has no address beside loopback");
        InetAddress outside = found.orElseThrow();
        assertTrue(raw(outside, "GET /health/live", "Host: localhost").startsWith("HTTP/1.1 200 "));
        assertTrue(raw(outside, "GET /sessions", "Host: localhost").startsWith("HTTP/1.1 403 "));
        String kick = raw(outside, "POST " + KICK, "Host: localhost", "Content-Length: 0", OPERATOR);
        assertTrue(kick.startsWith("HTTP/1.1 403 "), kick);
        assertEquals(List.of(), kicked);
    }

    private static Optional<InetAddress> outsideAddress() throws Exception {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst();
    }
}
