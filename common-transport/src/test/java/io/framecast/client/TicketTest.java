package io.framecast.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketTest {
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

    @Test
    void parsesWhatItPrints() {
        long seed = 3;
        byte[] key = new byte[Ticket.KEY_BYTES];
        new Random(seed).nextBytes(key);
        for (HostPort broker : new HostPort[] {new HostPort("example.org", 5000), new HostPort("2001:db8::1", 7)}) {
            for (String token : new String[] {"", "eyJ.abc-_.x"}) {
                Ticket ticket = new Ticket(broker, key, token);
                assertEquals(ticket, Ticket.parse("--ticket", ticket.text()), "seed " + seed);
            }
        }
    }

    @Test
    void ignoresWhatItDoesNotKnow() {
        Ticket ticket = Ticket.parse("--ticket", "framecast://host/?v=2&key=" + KEY + "&token=t&x=y");
        assertEquals(new HostPort("host", 5000), ticket.broker());
        assertEquals("t", ticket.token());
        assertEquals(31, ticket.brokerKey()[31]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host:5000",
                "http://host:5000?key=" + KEY,
                "framecast://host:5000",
                "framecast://host:5000?token=secret",
                "framecast://host:5000?key=secret",
                "framecast://host:5000?key=" + KEY + "secret",
                "framecast://:5000?key=" + KEY,
                "framecast://host:5000?key=" + KEY + "&token=secret\nline",
            })
    void refusesAnythingElseWithoutRepeatingTheSecret(String text) {
        String said = assertThrows(UsageException.class, () -> Ticket.parse("--ticket", text))
                .getMessage();
        assertFalse(said.contains("secret"), said);
        assertFalse(said.contains("\n"), said);
    }

    @Test
    void doesNotShowTheTokenInLogs() {
        assertFalse(Ticket.parse("x", "framecast://host?key=" + KEY + "&token=secret")
                .toString()
                .contains("secret"));
    }
}
