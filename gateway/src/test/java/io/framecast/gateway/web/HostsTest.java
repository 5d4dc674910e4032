package io.framecast.gateway.web;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HostsTest {

    private final Hosts hosts = new Hosts(List.of("tv.example", "10.0.0.7"), address -> ours(address));

    private static boolean ours(InetAddress address) {
        try {
            return address.equals(InetAddress.getByName("192.168.1.20"));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void goesByLoopbackNames() {
        for (String host :
                List.of("localhost", "LOCALHOST:8080", "127.0.0.1", "127.9.9.9:8080", "[::1]", "[::1]:8080")) {
            assertTrue(hosts.ours(host), host);
        }
    }

    @Test
    void goesByItsOwnAddressesAndGivenNames() {
        for (String host : List.of("tv.example", "TV.Example:443", "10.0.0.7:8080", "192.168.1.20")) {
            assertTrue(hosts.ours(host), host);
        }
    }

    @Test
    void goesByNoOtherName() {
        for (String host : List.of(
                "",
                "evil.example",
                "evil.example:8080",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "192.168.1.21",
                "8.8.8.8",
                "a@localhost",
                "localhost:x",
                "localhost, evil.example",
                "2130706433")) {
            assertFalse(hosts.ours(host), host);
        }
    }

    @Test
    void takesAnOriginForItsOwnOnlyIfItIsTheHost() {
        assertTrue(Hosts.same("http://localhost:8080", "localhost:8080"));
        assertTrue(Hosts.same("https://tv.example", "tv.example"));
        assertTrue(Hosts.same("https://tv.example", "tv.example:443"));
        assertTrue(Hosts.same("http://TV.example:80", "tv.example"));
        for (String origin : List.of(
                "null",
                "",
                "http://evil.example",
                "http://localhost",
                "http://localhost:9090",
                "http://localhost:8080.evil.example",
                "http://evil.example/localhost:8080")) {
            assertFalse(Hosts.same(origin, "localhost:8080"), origin);
        }
    }
}
