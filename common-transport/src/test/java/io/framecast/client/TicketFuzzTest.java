package io.framecast.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Tickets and addresses, as somebody pastes them, and text that ends up in a log. */
class TicketFuzzTest {

    private static final int SHOWN = 80;

    @FuzzTest
    void isTakenAsItWouldBeWrittenOrRefusedInOneLine(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        ticket(text);
        address(text);
        String line = Printable.line(text, SHOWN);
        assertTrue(line.length() <= SHOWN + 6, line.length() + " characters");
        assertTrue(line.codePoints().noneMatch(c -> c < ' ' || c == 0x7f || c == 0x2028 || c == 0x202e), line);
    }

    private static void ticket(String text) {
        try {
            Ticket ticket = Ticket.parse("--ticket", text);
            assertEquals(ticket, Ticket.parse("--ticket", ticket.text()));
        } catch (UsageException refused) {
            assertOneLine(refused);
        }
    }

    private static void address(String text) {
        try {
            HostPort address = HostPort.parse("--broker", text, 5000);
            assertTrue(address.port() >= 0 && address.port() <= 65_535);
            assertFalse(address.host().isEmpty());
            assertEquals(address, HostPort.parse("--broker", address.toString(), 5000));
        } catch (UsageException refused) {
            assertOneLine(refused);
        }
    }

    private static void assertOneLine(UsageException refused) {
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.indexOf('\n') < 0 && message.length() < 250, message);
    }
}
