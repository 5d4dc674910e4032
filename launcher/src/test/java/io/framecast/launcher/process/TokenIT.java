package io.framecast.launcher.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jwt.JWTClaimsSet;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tickets from their making to their end, in the built programs. */
@Timeout(120)
class TokenIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String EXPELLED = "the broker's operator has ended this session";

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private String address = "";
    private String admin = "";
    private String brokerKey = "";

    @BeforeEach
    void choosePorts() throws Exception {
        address = "127.0.0.1:" + Ports.freeUdp();
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            admin = "127.0.0.1:" + free.getLocalPort();
        }
    }

    @Test
    void ticketsLetInAndAreRenewedAndExpireAndLoseTheirKeyAndTheOperatorKicks() throws Exception {
        SigningKey es = SigningKey.es256();
        SigningKey rs = SigningKey.rs256();
        SigningKey ed = SigningKey.edDsa();
        Path keys = Files.writeString(folder.resolve("keys.json"), SigningKey.set(es, rs, ed));
        try (Framecast broker = broker("--jwks", keys.toString())) {
            Path ticketFile = Files.writeString(folder.resolve("ticket"), ticket(ed, "get", "cam", 12) + "\n");
            try (Framecast producer = producer(ticket(es, "put", "cam", 600));
                    Framecast watching =
                            viewer("w", "--ticket", ticket(rs, "get", "cam", 600), "--subscribe", "cam/2");
                    Framecast renewed = viewer("r", "--ticket-file", ticketFile.toString());
                    Framecast expiring = viewer("e", "--ticket", ticket(ed, "get", "cam", 12));
                    Framecast stranger = viewer("s", "--ticket", ticket(rs, "get", "camera", 600))) {
                assertEnds(stranger, "no right to subscribe to cam");
                for (Framecast viewer : List.of(watching, renewed, expiring)) {
                    viewer.awaitLog("cam is live", SOON);
                }
                Files.writeString(ticketFile, ticket(ed, "get", "cam", 600));
                renewed.awaitLog("the new token was accepted", SOON);

                assertEquals(403, kick(session("cam/2", broker), false), "without the header");
                assertEquals(200, kick(session("cam/2", broker), true));
                assertEnds(watching, EXPELLED);
                assertEnds(expiring, "the token has expired: ask for a new ticket");
                assertTrue(renewed.alive(), renewed::all);

                Files.writeString(keys, SigningKey.set(es, rs));
                assertEnds(renewed, EXPELLED);
                try (Framecast late = viewer("l", "--ticket", ticket(ed, "get", "cam", 600))) {
                    assertEnds(late, "the token is not signed by a key of this broker");
                }
                assertTrue(producer.alive(), producer::all);
                assertEquals(200, kick(session("publishes=cam", broker), true));
                assertEnds(producer, EXPELLED);
            }
            for (String end : List.of("KICKED", "KEY_REMOVED", "TOKEN_EXPIRED")) {
                assertTrue(broker.all().contains("closed: " + end), broker::all);
            }
            assertTrue(broker.all().contains("refused 127.0.0.1:"), broker::all);
            assertFalse(broker.all().contains("eyJ"), "no token is in the log");
        }
    }

    @Test
    void aSecretMakesATicketWhoseStreamTakesAsManySubscribersAsItSays() throws Exception {
        Path secret = folder.resolve("secret");
        try (Framecast made = Framecast.start(folder, "secret")) {
            assertEquals(0, made.exitCode(SOON), made::all);
            Files.writeString(secret, made.out().getFirst() + "\n");
        }
        try (Framecast broker = broker("--secret-file", secret.toString())) {
            String publish = token(secret, "--put", "cam", "--subscribers", "1", "--bitrate", "2M");
            String watch = token(secret, "--root", "cam", "--get", "");
            assertTrue(publish.startsWith("framecast://" + address + "?key=" + brokerKey + "&token="), publish);
            try (Framecast producer = producer(publish);
                    Framecast first = viewer("1", "--ticket", watch)) {
                first.awaitLog("cam is live", SOON);
                try (Framecast second = viewer("2", "--ticket", watch)) {
                    assertEnds(second, "cam has 1 subscribers, which is the limit");
                }
                assertTrue(first.alive() && producer.alive() && broker.alive());
            }
        }
    }

    private String token(Path secret, String... rights) throws Exception {
        List<String> arguments = new ArrayList<>(
                List.of("token", "--secret-file", secret.toString(), "--broker", address, "--expires", "10m"));
        arguments.addAll(List.of(rights));
        try (Framecast token = Framecast.start(folder.resolve("t"), arguments.toArray(String[]::new))) {
            assertEquals(0, token.exitCode(SOON), token::all);
            assertEquals(1, token.out().size(), token::all);
            return token.out().getFirst();
        }
    }

    /** The token library's own type of time. */
    @SuppressWarnings("JavaUtilDate")
    private String ticket(SigningKey key, String right, String prefix, int seconds) throws Exception {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .claim(right, List.of(prefix))
                .expirationTime(Date.from(Instant.now().plusSeconds(seconds)))
                .build();
        return "framecast://" + address + "?key=" + brokerKey + "&token="
                + key.signing().sign(claims);
    }

    private Framecast broker(String option, String value) throws Exception {
        Framecast broker =
                Framecast.start(folder.resolve("b"), "broker", "--bind", address, "--admin", admin, option, value);
        brokerKey = broker.awaitLog("listens on", SOON).replaceAll(".* key ([A-Za-z0-9_-]{43}),.*", "$1");
        return broker;
    }

    private Framecast producer(String ticket) throws Exception {
        Map<String, String> environment =
                Map.of("FRAMECAST_STATE", folder.resolve("p").toString(), "FRAMECAST_TICKET", ticket);
        return Framecast.start(
                environment,
                "producer",
                "--id",
                "cam",
                "--rate",
                "10",
                "--loop",
                "--source",
                "frames:" + Samples.FOLDER.resolve("frames"));
    }

    private Framecast viewer(String state, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("subscriber", "--subscribe", "cam", "--output", "null"));
        arguments.addAll(List.of(more));
        return Framecast.start(folder.resolve(state), arguments.toArray(String[]::new));
    }

    private void assertEnds(Framecast program, String why) throws Exception {
        assertEquals(1, program.exitCode(SOON), program::all);
        List<String> lines = program.err().stream()
                .filter(line -> line.startsWith("framecast: "))
                .toList();
        assertEquals(1, lines.size(), program::all);
        assertTrue(lines.getFirst().contains(why), program::all);
    }

    /** Of the client of which the broker's list has this. */
    private String session(String has, Framecast broker) throws Exception {
        String all = http.send(
                        HttpRequest.newBuilder(URI.create("http://" + admin + "/sessions"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        return all.lines()
                .filter(line -> line.contains(has))
                .map(line -> line.substring(0, 16))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no session " + has + " in " + all + "\n" + broker.all()));
    }

    private int kick(String session, boolean withHeader) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://" + admin + "/sessions/" + session + "/kick"))
                .POST(BodyPublishers.noBody());
        if (withHeader) {
            request.header("Framecast-Operator", "1");
        }
        return http.send(request.build(), BodyHandlers.discarding()).statusCode();
    }
}
