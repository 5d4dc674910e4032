package io.framecast.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.client.HostPort;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway refuses, over real connections: clear answers, nothing that fails. */
@Timeout(120)
final class GuardsTest {

    @TempDir
    Path state;

    private Stage stage;

    @BeforeEach
    void start() throws Exception {
        stage = new Stage(
                state,
                options -> options.withLimits(new GatewayLimits(100, 20, 5, 2, 2))
                        .withAdmin(new HostPort("127.0.0.1", 0)));
    }

    @AfterEach
    void nothingHasFailed() throws Exception {
        try {
            assertEquals(0, stage.gateway.count(GatewayCounter.FAILED));
        } finally {
            stage.close();
        }
    }

    private String ask(String request) throws IOException {
        try (RawSocket socket = new RawSocket(stage.port())) {
            socket.write(request);
            return socket.answer();
        }
    }

    private static String request(String path, String... headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + String.join("", headers) + "\r\n";
    }

    private String get(String path, String... headers) throws IOException {
        return ask(request(path, headers));
    }

    private static void refused(int status, String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    }

    @Test
    void servesThePageWithHeadersThatKeepABrowserSafe() throws IOException {
        String answer = get("/");
        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        for (String header : List.of(
                "content-security-policy: default-src 'none'; script-src 'self'",
                "frame-ancestors 'self'",
                "x-content-type-options: nosniff",
                "referrer-policy: no-referrer",
                "cross-origin-opener-policy: same-origin",
                "etag: ")) {
            assertTrue(answer.contains(header), () -> header + " in " + answer);
        }
        String tag = answer.substring(answer.indexOf("etag: ") + 6, answer.indexOf("\r\n", answer.indexOf("etag: ")));
        refused(304, get("/", "If-None-Match: " + tag + "\r\n"));
    }

    @Test
    void leadsNowhereElseWhateverThePath() throws IOException {
        for (String path : List.of(
                "/assets/../../../../etc/passwd",
                "/assets/%2e%2e/%2e%2e/etc/passwd",
                "/assets/..%2f..%2fetc%2fpasswd",
                "/assets//etc/passwd",
                "/assets/",
                "/assets/wall.js%00.css",
                "/assets/C:%5Cwindows%5Cwin.ini",
                "/../etc/passwd",
                "/META-INF/MANIFEST.MF",
                "/api/v1/../../etc/passwd")) {
            refused(404, get(path));
        }
        for (String path : List.of("/assets/%", "/assets/%c0%ae%c0%ae/", "/watch/%f5")) {
            refused(400, get(path));
        }
    }

    @Test
    void answersOneSentenceOfJsonToPrograms() throws IOException {
        String answer = get("/api/v1/streams/nobody");
        refused(404, answer);
        assertTrue(answer.endsWith("{\"error\":\"not live now\"}"), answer);
    }

    @Test
    void refusesOtherNamesThanItsOwn() throws IOException {
        refused(421, ask("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n"));
        refused(421, ask("GET / HTTP/1.1\r\n\r\n"));
        refused(421, ask("GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n"));
        assertEquals(3, stage.gateway.count(GatewayCounter.REFUSED_HOST));
    }

    @Test
    void refusesWebSocketsAndLoginsFromPagesOfOtherOrigins() throws IOException {
        try (RawSocket viewer = new RawSocket(stage.port())) {
            refused(403, viewer.upgrade("cam", "Origin: http://evil.example"));
        }
        try (RawSocket viewer = new RawSocket(stage.port())) {
            refused(403, viewer.upgrade("cam", "Origin: null"));
        }
        try (RawSocket viewer = new RawSocket(stage.port())) {
            refused(403, viewer.upgrade("cam", "Origin: http://localhost", "Origin: http://evil.example"));
        }
        refused(
                403,
                ask("POST /api/v1/login HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost:1\r\n"
                        + "Content-Length: 1\r\n\r\nx"));
        assertEquals(4, stage.gateway.count(GatewayCounter.REFUSED_ORIGIN));
        RawSocket.watch(stage.port(), "cam", "Origin: http://localhost").close();
    }

    @Test
    void refusesOtherMethods() throws IOException {
        refused(405, ask("DELETE /api/v1/streams HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        refused(405, get("/api/v1/login"));
        refused(426, get("/api/v1/live/cam"));
    }

    @Test
    void refusesWhatIsTooLong() throws IOException {
        refused(414, get("/" + "a".repeat(GatewayLimits.LINE_BYTES)));
        refused(431, get("/", "X-A: " + "b".repeat(GatewayLimits.HEADER_BYTES) + "\r\n"));
        refused(
                413,
                ask("POST /api/v1/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3000\r\n\r\n"
                        + "c".repeat(3000)));
        assertEquals(2, stage.gateway.count(GatewayCounter.LIMIT_HEADER));
        assertEquals(1, stage.gateway.count(GatewayCounter.LIMIT_BODY));
    }

    @Test
    void refusesWhatIsNotHttp() throws IOException {
        refused(400, ask("\u0016\u0003\u0001 hello\r\n\r\n"));
        refused(400, ask("GET\r\n\r\n"));
    }

    @Test
    void answersRequestsThatCameTogetherInTheirOrder() throws IOException {
        try (RawSocket socket = new RawSocket(stage.port())) {
            socket.write(request("/api/v1/streams") + request("/assets/none"));
            assertTrue(socket.answer().contains("\"streams\":["));
            refused(404, socket.answer());
        }
    }

    @Test
    void takesOnlySoManyConnectionsFromOneAddress() throws IOException {
        List<RawSocket> open = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                RawSocket socket = new RawSocket(stage.port());
                open.add(socket);
                socket.write("GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n");
                socket.answer();
            }
            try (RawSocket more = new RawSocket(stage.port())) {
                assertTrue(ends(more));
            }
            assertEquals(1, stage.gateway.count(GatewayCounter.LIMIT_CONNECTIONS_PER_ADDRESS));
        } finally {
            for (RawSocket socket : open) {
                socket.close();
            }
        }
    }

    @Test
    void takesOnlySoManyViewersAndFollowersFromOneAddress() throws IOException {
        List<RawSocket> open = new ArrayList<>();
        try {
            for (int i = 0; i < 5; i++) {
                open.add(RawSocket.watch(stage.port(), "cam"));
            }
            try (RawSocket more = new RawSocket(stage.port())) {
                refused(429, more.upgrade("cam"));
            }
            for (int i = 0; i < 2; i++) {
                RawSocket follower = new RawSocket(stage.port());
                open.add(follower);
                follower.write("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertTrue(follower.head().contains("text/event-stream"));
            }
            refused(503, get("/api/v1/events"));
        } finally {
            for (RawSocket socket : open) {
                socket.close();
            }
        }
    }

    @Test
    void takesRequestsAsLongAsTheyMayBe() throws IOException {
        String path = "/" + "a".repeat(GatewayLimits.LINE_BYTES - "GET / HTTP/1.1".length());
        refused(404, get(path));
        refused(414, get(path + "a"));
        int rest = GatewayLimits.HEADER_BYTES - "Host: localhost".length() - "X-A: ".length();
        refused(404, get("/assets/none", "X-A: " + "b".repeat(rest) + "\r\n"));
        refused(431, get("/assets/none", "X-A: " + "b".repeat(rest + 1) + "\r\n"));
        assertFalse(login(GatewayLimits.BODY_BYTES).startsWith("HTTP/1.1 413"));
        refused(413, login(GatewayLimits.BODY_BYTES + 1));
        assertEquals(2, stage.gateway.count(GatewayCounter.LIMIT_HEADER));
        assertEquals(1, stage.gateway.count(GatewayCounter.LIMIT_BODY));
    }

    private String login(int bytes) throws IOException {
        return ask("POST /api/v1/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + bytes + "\r\n\r\n"
                + "c".repeat(bytes));
    }

    @Test
    void takesMessagesAsLongAndAsManyASecondAsTheyMayBe() throws IOException {
        try (RawSocket viewer = RawSocket.watch(stage.port(), "cam")) {
            String ping = "{\"type\":\"ping\",\"t0\":7";
            viewer.say(ping + " ".repeat(GatewayLimits.MESSAGE_BYTES - ping.length() - 1) + "}");
            viewer.await("\"t0\":7");
            for (int i = 1; i < GatewayLimits.MESSAGES_PER_SECOND; i++) {
                viewer.say("{\"type\":\"ping\",\"t0\":" + (100 + i) + "}");
            }
            viewer.await("\"t0\":" + (100 + GatewayLimits.MESSAGES_PER_SECOND - 1));
        }
        try (RawSocket viewer = RawSocket.watch(stage.port(), "cam")) {
            viewer.say("{\"type\":\"ping\"" + " ".repeat(GatewayLimits.MESSAGE_BYTES) + "}");
            assertEquals(1008, viewer.closeCode());
        }
        assertEquals(1, stage.gateway.count(GatewayCounter.LIMIT_MESSAGE));
        assertEquals(0, stage.gateway.count(GatewayCounter.LIMIT_MESSAGES));
    }

    @Test
    void takesOnlySoManyOperatorsAtOnce() throws Exception {
        int port =
                java.util.Objects.requireNonNull(stage.gateway.adminAddress()).getPort();
        List<RawSocket> open = new ArrayList<>();
        try {
            for (int i = 0; i < GatewayLimits.ADMIN_CONNECTIONS; i++) {
                open.add(new RawSocket(port));
            }
            try (RawSocket more = new RawSocket(port)) {
                assertTrue(ends(more));
            }
            assertEquals(1, stage.gateway.count(GatewayCounter.LIMIT_ADMIN_CONNECTIONS));
            open.getFirst().write("GET /health/live HTTP/1.0\r\n\r\n");
            assertTrue(open.getFirst().rest().contains("live"));
        } finally {
            for (RawSocket socket : open) {
                socket.close();
            }
        }
    }

    @Test
    void tellsFollowersWhatIsLiveAtOnceAndWhenItChanges() throws Exception {
        try (RawSocket follower = new RawSocket(stage.port())) {
            follower.write("GET /api/v1/events HTTP/1.0\r\nHost: localhost\r\n\r\n");
            follower.head();
            follower.await("event: streams\ndata: {\"streams\":[]");
            stage.publish("cam/2", Stage.PICTURE);
            follower.await("\"id\":\"cam/2\"");
        }
    }

    @Test
    void closesAViewerThatBreaksTheRules() throws IOException {
        record Broken(String what, int firstByte, byte[] payload) {}
        for (Broken broken : List.of(
                new Broken("no JSON", 0x81, "hello".getBytes(StandardCharsets.UTF_8)),
                new Broken("too long", 0x81, new byte[GatewayLimits.MESSAGE_BYTES + 1]),
                new Broken("binary", 0x82, new byte[4]),
                new Broken("a reserved opcode", 0x83, new byte[4]),
                new Broken("no UTF-8", 0x81, new byte[] {(byte) 0xC0, (byte) 0x80}))) {
            try (RawSocket viewer = RawSocket.watch(stage.port(), "cam")) {
                viewer.send(broken.firstByte(), broken.payload());
                assertEquals(1008, viewer.closeCode(), broken.what());
            }
        }
    }

    @Test
    void closesAViewerThatSaysTooMuch() throws IOException {
        try (RawSocket viewer = RawSocket.watch(stage.port(), "cam")) {
            for (int i = 0; i <= GatewayLimits.MESSAGES_PER_SECOND; i++) {
                viewer.say("{\"type\":\"pause\"}");
            }
            assertEquals(1008, viewer.closeCode());
        }
    }

    @Test
    void closesAViewerWhoseMessageHasFragmentsWithNothingInThem() throws IOException {
        try (RawSocket viewer = RawSocket.watch(stage.port(), "cam")) {
            viewer.send(0x01, "{\"type\":".getBytes(StandardCharsets.UTF_8));
            viewer.send(0x00, "\"pau".getBytes(StandardCharsets.UTF_8));
            viewer.send(0x80, "se\"}".getBytes(StandardCharsets.UTF_8));
            viewer.send(0x01, "{".getBytes(StandardCharsets.UTF_8));
            viewer.send(0x00, new byte[0]);
            assertEquals(1008, viewer.closeCode());
        }
        assertEquals(1, stage.gateway.count(GatewayCounter.MALFORMED_MESSAGE));
    }

    @Test
    void survivesRandomMessagesOfEveryKind() throws IOException {
        long seed = 5;
        Random random = new Random(seed);
        for (int connection = 0; connection < 300; connection++) {
            try (RawSocket viewer = RawSocket.watch(stage.port(), "cam")) {
                for (int i = 0; i < 30; i++) {
                    byte[] payload = new byte[random.nextInt(random.nextInt(10) == 0 ? 2000 : 60)];
                    random.nextBytes(payload);
                    viewer.send(random.nextInt(3) == 0 ? 0x81 : random.nextInt(256), payload);
                }
                assertTrue(ends(viewer), "seed " + seed);
            } catch (SocketException e) {
                assertNotNull(e.getMessage(), "it was closed while it spoke");
            }
        }
        assertTrue(get("/api/v1/health").startsWith("HTTP/1.1 200 "));
    }

    /** Whether the other side closes, whatever it says before. */
    private static boolean ends(RawSocket socket) throws IOException {
        try {
            while (socket.next() != null) {
                // What it says does not matter.
            }
            return true;
        } catch (EOFException | SocketException e) {
            return true;
        }
    }

    @Test
    void tellsOperatorsItsFiguresAtAnotherAddress() throws IOException {
        assertFalse(get("/metrics").contains("framecast_gateway"));
        get("/assets/none");
        try (RawSocket admin = new RawSocket(
                java.util.Objects.requireNonNull(stage.gateway.adminAddress()).getPort())) {
            admin.write("GET /metrics HTTP/1.0\r\n\r\n");
            String text = admin.rest();
            for (GatewayCounter counter : GatewayCounter.values()) {
                assertTrue(text.contains("\nframecast_gateway_" + counter.metricName() + " "), counter::metricName);
            }
            assertTrue(text.contains("\nframecast_gateway_requests_total 2\n"), text);
        }
    }
}
