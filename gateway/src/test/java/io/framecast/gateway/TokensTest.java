package io.framecast.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.framecast.client.HostPort;
import io.framecast.client.Publication;
import io.framecast.client.Ticket;
import io.framecast.protocol.crypto.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway of a broker that lets it in without more ado, and that asks tokens of its own viewers. */
@Timeout(60)
final class TokensTest {

    private static final String SECRET_TEXT = "fcs1_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    private static final Secret SECRET = Secret.parse(SECRET_TEXT);

    @TempDir
    Path state;

    private Stage stage;

    @BeforeEach
    void start() throws Exception {
        stage = new Stage(
                state,
                options -> options.withAccess(
                        new GatewayOptions.Access(SECRET, null, false, "", List.of("127.0.0.2"), List.of())));
        stage.publish("hall/1", Stage.PICTURE);
        stage.publish("yard/1", Stage.PICTURE);
    }

    @AfterEach
    void stop() throws Exception {
        stage.close();
    }

    private static String token(String get, int seconds) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader(JWSAlgorithm.HS256),
                new JWTClaimsSet.Builder()
                        .claim("get", List.of(get))
                        .expirationTime(Date.from(Instant.now().plusSeconds(seconds)))
                        .build());
        token.sign(new MACSigner(SECRET.tokenKey()));
        return token.serialize();
    }

    private String ask(String request) throws IOException {
        try (RawSocket socket = new RawSocket(stage.port())) {
            socket.write(request);
            return socket.answer();
        }
    }

    private String get(String path, String header) throws IOException {
        return ask("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n");
    }

    private String login(String body) throws IOException {
        return ask("POST /api/v1/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body);
    }

    @Test
    void asksForATokenBeforeItShowsAnythingButThePage() throws Exception {
        assertTrue(get("/", "").startsWith("HTTP/1.1 200 "));
        assertTrue(get("/api/v1/health", "").startsWith("HTTP/1.1 200 "));
        for (String path : List.of(
                "/api/v1/streams",
                "/api/v1/streams/hall/1",
                "/api/v1/stats/hall/1",
                "/api/v1/thumbnails/hall/1",
                "/api/v1/events")) {
            String answer = get(path, "");
            assertTrue(answer.startsWith("HTTP/1.1 401 "), answer);
        }
        try (RawSocket viewer = RawSocket.watch(stage.port(), "hall/1")) {
            assertEquals(4401, viewer.closeCode());
        }
    }

    @Test
    void refusesAWrongTokenWithoutSayingWhatIsWrongWithIt() throws Exception {
        String expired = token("hall", -5);
        String good = token("hall", 60);
        String forged = good.substring(0, good.length() - 4) + "AAAA";
        String said = null;
        for (String wrong : List.of("x", expired, forged, "a.b.c", SECRET_TEXT)) {
            String answer = login(wrong);
            assertTrue(answer.startsWith("HTTP/1.1 401 "), answer);
            assertFalse(answer.contains("set-cookie"), answer);
            String body = answer.substring(answer.indexOf("\r\n\r\n"));
            assertEquals(said == null ? body : said, body);
            said = body;
            assertTrue(get("/api/v1/streams", "Authorization: Bearer " + wrong + "\r\n")
                    .startsWith("HTTP/1.1 401 "));
        }
    }

    @Test
    void showsWhatATokenCoversAndNothingElse() throws Exception {
        String bearer = "Authorization: Bearer " + token("hall", 60);
        stage.awaitListed("hall/1", bearer + "\r\n");
        String streams = get("/api/v1/streams", bearer + "\r\n");
        assertTrue(streams.contains("\"hall/1\""), streams);
        assertFalse(streams.contains("yard"), streams);
        assertTrue(get("/api/v1/streams/yard/1", bearer + "\r\n").startsWith("HTTP/1.1 403 "));
        assertTrue(get("/api/v1/thumbnails/yard/1", bearer + "\r\n").startsWith("HTTP/1.1 403 "));
        try (RawSocket viewer = RawSocket.watch(stage.port(), "hall/1", bearer)) {
            viewer.text("catalog");
        }
        try (RawSocket viewer = RawSocket.watch(stage.port(), "yard/1", bearer)) {
            assertEquals(4403, viewer.closeCode());
        }
    }

    @Test
    void takesATicketAndGivesACookieThatScriptsCannotRead() throws Exception {
        String token = token("hall", 60);
        String ticket = new Ticket(new HostPort("10.0.0.1", 5000), new byte[32], token).text();
        String answer = login(ticket);
        assertTrue(answer.startsWith("HTTP/1.1 204 "), answer);
        assertTrue(
                answer.contains("set-cookie: fc_token=" + token + "; Path=/; HttpOnly; SameSite=Strict; Max-Age="),
                answer);
        assertFalse(answer.contains("Secure"), answer);
        String cookie = "Cookie: other=1; fc_token=" + token;
        stage.awaitListed("hall/1", cookie + "\r\n");
        assertTrue(get("/api/v1/streams", cookie + "\r\n").contains("\"hall/1\""));
        RawSocket.watch(stage.port(), "hall/1", cookie).close();
    }

    @Test
    void endsAViewerWhoseTokenExpires() throws Exception {
        String bearer = "Authorization: Bearer " + token("hall", 2);
        try (RawSocket viewer = RawSocket.watch(stage.port(), "hall/1", bearer)) {
            viewer.text("catalog");
            assertEquals(4401, viewer.closeCode());
        }
        assertEquals(1, stage.gateway.count(GatewayCounter.VIEWERS_EXPIRED));
    }

    @Test
    void takesNoTokenFromAnAddress() throws Exception {
        String answer = get("/api/v1/streams?token=" + token("", 60) + "&fc_token=" + token("", 60), "");
        assertTrue(answer.startsWith("HTTP/1.1 401 "), answer);
    }

    @Test
    void lendsNobodyTheTrustThatTheBrokerHasInIt() throws Exception {
        try (Stage open = new Stage(
                state.resolve("open"),
                options -> options.withAccess(
                        new GatewayOptions.Access(null, null, false, "", List.of("127.0.0.1"), List.of())))) {
            Publication stream = open.publish("hall/1", Stage.PICTURE);
            assertTrue(stream.live());
            for (String peer : List.of("8.8.8.8", "2001:db8::1", "127.0.0.1, 8.8.8.8")) {
                try (RawSocket socket = new RawSocket(open.port())) {
                    socket.write("GET / HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: " + peer + "\r\n\r\n");
                    assertTrue(socket.answer().startsWith("HTTP/1.1 403 "), peer);
                }
                try (RawSocket socket = new RawSocket(open.port())) {
                    assertTrue(
                            socket.upgrade("hall/1", "X-Forwarded-For: " + peer).startsWith("HTTP/1.1 403 "), peer);
                }
            }
            try (RawSocket socket = new RawSocket(open.port())) {
                socket.write("GET / HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 192.168.7.7\r\n\r\n");
                assertTrue(socket.answer().startsWith("HTTP/1.1 200 "));
            }
        }
    }
}
