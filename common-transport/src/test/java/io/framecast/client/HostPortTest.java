package io.framecast.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {

    @ParameterizedTest
    @CsvSource({
        "localhost, localhost, 5000",
        "localhost:7000, localhost, 7000",
        "192.0.2.7:0, 192.0.2.7, 0",
        "broker-1.example.org:65535, broker-1.example.org, 65535",
        "[2001:db8::1]:7000, 2001:db8::1, 7000",
        "[::1], ::1, 5000",
        "2001:db8::1, 2001:db8::1, 5000",
        "fe80::1%eth0, fe80::1%eth0, 5000",
        "' localhost:7000 ', localhost, 7000",
    })
    void takesNamesAndAddresses(String text, String host, int port) {
        assertEquals(new HostPort(host, port), HostPort.parse("--broker", text, 5000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":5000",
                "host:",
                "host:x",
                "host:65536",
                "host:-1",
                "host:123456789012",
                "[::1",
                "[::1]x",
                "[::1]:",
                "[host]:5000",
                "ho st:5000",
                "http://host:5000",
                "host\n:5000",
                "a/b",
            })
    void refusesAnythingElseInOneLineThatNamesTheOption(String text) {
        String said = assertThrows(UsageException.class, () -> HostPort.parse("--broker", text, 5000))
                .getMessage();
        assertTrue(said.startsWith("--broker: "), said);
        assertFalse(said.contains("\n"), said);
    }

    @Test
    void printsWhatItParses() {
        for (String text : new String[] {"localhost:5000", "[2001:db8::1]:5000", "192.0.2.1:7"}) {
            assertEquals(text, HostPort.parse("x", text, 1).toString());
        }
    }

    @Test
    void aNameThatDoesNotResolveIsSaidInOneLine() {
        HostPort nowhere = new HostPort("nowhere.invalid", 5000);
        assertTrue(
                assertThrows(RunException.class, nowhere::resolve).getMessage().contains("nowhere.invalid"));
    }
}
