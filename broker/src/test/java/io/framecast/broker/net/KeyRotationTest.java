package io.framecast.broker.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import io.framecast.broker.rights.Keys;
import io.framecast.client.ClientEvent;
import io.framecast.client.ClientOptions;
import io.framecast.client.FramecastClient;
import io.framecast.client.Ticket;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Tickets and the keys that sign them, over sockets, while both change. */
@Timeout(60)
class KeyRotationTest {

    @TempDir
    Path folder;

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.framecast.broker");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void readsTheLog() {
        logger.setLevel(Level.INFO);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void readsItNoMore() {
        logger.setLevel(null);
        logger.detachAppender(log);
    }

    private long logged(String text) {
        return List.copyOf(log.list).stream()
                .filter(event -> event.getFormattedMessage().contains(text))
                .count();
    }

    /** The token library's own type of time. */
    @SuppressWarnings("JavaUtilDate")
    private static Ticket ticket(Rig rig, Keys key, int seconds) throws Exception {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .claim("get", "")
                .expirationTime(Date.from(Instant.now().plusSeconds(seconds)))
                .build();
        return new Ticket(rig.toBroker().broker(), rig.broker().publicKey(), key.sign(claims));
    }

    private static FramecastClient enter(Rig rig, Keys key) throws Exception {
        return rig.client(ClientOptions.byTicket(ticket(rig, key, 600).text()));
    }

    @Test
    void aChangedKeyFileHoldsAtOnceAndSessionsOfAKeyThatIsGoneEnd() throws Exception {
        Keys old = Keys.Es256.make();
        Keys fresh = Keys.EdDsa.make();
        Path file = Files.writeString(folder.resolve("keys.json"), Keys.set(old));
        try (Rig rig = new Rig(folder, options -> options.withJwks(file))) {
            FramecastClient first = enter(rig, old);
            List<ClientEvent> events = Rig.events(first);
            Viewer viewer = new Viewer(first, "x");
            Await.until("let in by the first key", () -> viewer.is("waiting"));

            Files.writeString(file, Keys.set(old, fresh));
            Await.until("read again", () -> logged("were read again") == 1);
            Viewer second = new Viewer(enter(rig, fresh), "x");
            Await.until("let in by the second key", () -> second.is("waiting"));
            assertTrue(Rig.of(events, ClientEvent.Refused.class).isEmpty(), "both keys hold");

            Files.writeString(file, Keys.set(fresh));
            Await.until(
                    "the first session ends",
                    () -> !Rig.of(events, ClientEvent.Refused.class).isEmpty());
            assertEquals(
                    "refused by the broker: the broker's operator has ended this session",
                    Rig.of(events, ClientEvent.Refused.class).getFirst().line());
            FramecastClient late = enter(rig, old);
            List<ClientEvent> refusals = Rig.events(late);
            Viewer out = new Viewer(late, "x");
            Await.until(
                    "the old key lets nobody in",
                    () -> !Rig.of(refusals, ClientEvent.Refused.class).isEmpty());
            assertEquals(
                    ErrorCode.TOKEN_INVALID,
                    Rig.of(refusals, ClientEvent.Refused.class).getFirst().code());
            assertEquals(List.of(), out.states);
            assertTrue(second.is("waiting"));
        }
    }

    @Test
    void aKeyFileThatIsBrokenLeavesTheKeysAndIsSaidOnce() throws Exception {
        Keys key = Keys.Rs256.make();
        Path file = Files.writeString(folder.resolve("keys.json"), Keys.set(key));
        try (Rig rig = new Rig(folder, options -> options.withJwks(file))) {
            Files.writeString(file, "{\"keys\":[{\"kty\":\"RSA\"");
            Await.until("said", () -> logged("the keys that were read before still hold") == 1);
            Viewer viewer = new Viewer(enter(rig, key), "x");
            Await.until("let in all the same", () -> viewer.is("waiting"));

            Keys other = Keys.EdDsa.make();
            Files.writeString(file, Keys.set(key, other));
            Await.until("read again", () -> logged("were read again") == 1);
            assertEquals(1, logged("still hold"), "it was said once");
            assertTrue(
                    List.copyOf(log.list).stream()
                            .allMatch(
                                    event -> event.getFormattedMessage().lines().count() == 1),
                    "a line each");
        }
    }

    @Test
    void aKeyFileThatCouldSignTokensIsWarnedAbout() throws Exception {
        Keys.Es256 key = Keys.Es256.make();
        Path file = Files.writeString(folder.resolve("keys.json"), new JWKSet(key.pair()).toString(false));
        try (Rig rig = new Rig(folder, options -> options.withJwks(file))) {
            assertEquals(1, logged("holds a private key"));
            Viewer viewer = new Viewer(enter(rig, key), "x");
            Await.until("let in all the same", () -> viewer.is("waiting"));

            Files.writeString(file, Keys.set(key));
            Await.until("read again", () -> logged("were read again") == 1);
            assertEquals(1, logged("holds a private key"));
        }
    }

    @Test
    void aTicketFileThatIsReplacedRenewsTheSessionBeforeItExpires() throws Exception {
        Keys key = Keys.EdDsa.make();
        Path keys = Files.writeString(folder.resolve("keys.json"), Keys.set(key));
        try (Rig rig = new Rig(folder, options -> options.withJwks(keys))) {
            Path file = Files.writeString(
                    folder.resolve("ticket"), ticket(rig, key, 4).text() + "\n");
            FramecastClient renewed = rig.client(ClientOptions.to("localhost").withTicketFile("--ticket-file", file));
            FramecastClient left =
                    rig.client(ClientOptions.byTicket(ticket(rig, key, 4).text()));
            List<ClientEvent> events = Rig.events(renewed);
            List<ClientEvent> other = Rig.events(left);
            Viewer stays = new Viewer(renewed, "x");
            Viewer goes = new Viewer(left, "x");
            Await.until("both are in", () -> stays.is("waiting") && goes.is("waiting"));

            Files.writeString(file, "no ticket");
            Await.until("said", () -> Rig.of(events, ClientEvent.Trouble.class).size() == 1);
            Files.writeString(file, ticket(rig, key, 600).text());
            Await.until(
                    "renewed",
                    () -> !Rig.of(events, ClientEvent.TokenAnswered.class).isEmpty());
            assertTrue(
                    Rig.of(events, ClientEvent.TokenAnswered.class).getFirst().accepted());
            Await.until(
                    "the other one expires",
                    () -> !Rig.of(other, ClientEvent.Refused.class).isEmpty());
            assertEquals(
                    "refused by the broker: the token has expired: ask for a new ticket",
                    Rig.of(other, ClientEvent.Refused.class).getFirst().line());
            assertEquals(1, rig.broker().snapshot().get().sessions());
            assertTrue(Rig.of(events, ClientEvent.Refused.class).isEmpty());
        }
    }

    @Test
    void aTicketForAnotherBrokerInTheFileIsNotFollowed() throws Exception {
        Keys key = Keys.EdDsa.make();
        Path keys = Files.writeString(folder.resolve("keys.json"), Keys.set(key));
        try (Rig rig = new Rig(folder, options -> options.withJwks(keys))) {
            Ticket ticket = ticket(rig, key, 600);
            Path file = Files.writeString(folder.resolve("ticket"), ticket.text());
            FramecastClient client = rig.client(ClientOptions.to("localhost").withTicketFile("--ticket-file", file));
            List<ClientEvent> events = Rig.events(client);
            Viewer viewer = new Viewer(client, "x");
            Await.until("in", () -> viewer.is("waiting"));
            Files.writeString(
                    file,
                    new Ticket(
                                    ticket.broker(),
                                    new byte[32],
                                    ticket(rig, key, 700).token())
                            .text());
            Await.until("said", () -> Rig.of(events, ClientEvent.Trouble.class).size() == 1);
            String line = Rig.of(events, ClientEvent.Trouble.class).getFirst().line();
            assertTrue(line.contains("another broker") && !line.contains(ticket.token()), line);
            assertTrue(Rig.of(events, ClientEvent.TokenAnswered.class).isEmpty());
        }
    }
}
