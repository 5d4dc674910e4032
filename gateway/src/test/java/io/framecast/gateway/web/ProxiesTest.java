package io.framecast.gateway.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.client.UsageException;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class ProxiesTest {

    private final Proxies proxies = new Proxies(List.of("10.0.0.0/8", "::1"));

    private static InetAddress address(String text) {
        return Objects.requireNonNull(NetUtil.createInetAddressFromIpAddressString(text), text);
    }

    @Test
    void believesOnlyATrustedProxy() {
        assertEquals(address("8.8.8.8"), proxies.peer(address("8.8.8.8"), List.of("127.0.0.1")));
        assertEquals(address("127.0.0.1"), proxies.peer(address("127.0.0.1"), List.of("8.8.8.8")));
        assertEquals(address("8.8.8.8"), proxies.peer(address("10.1.1.1"), List.of("8.8.8.8")));
        assertEquals(address("8.8.8.8"), proxies.peer(address("::1"), List.of("8.8.8.8")));
    }

    @Test
    void takesTheNearestThatIsNoProxyWhateverWasWrittenBeforeIt() {
        assertEquals(address("8.8.8.8"), proxies.peer(address("10.1.1.1"), List.of("127.0.0.1, 8.8.8.8", "10.2.2.2")));
        assertEquals(address("10.3.3.3"), proxies.peer(address("10.1.1.1"), List.of("10.3.3.3")));
    }

    @Test
    void takesAPortBehindAnAddress() {
        assertEquals(address("8.8.8.8"), proxies.peer(address("10.1.1.1"), List.of("8.8.8.8:1234")));
        assertEquals(address("2001:db8::1"), proxies.peer(address("10.1.1.1"), List.of("[2001:db8::1]:1234")));
        assertEquals(address("2001:db8::1"), proxies.peer(address("10.1.1.1"), List.of("2001:db8::1")));
    }

    @Test
    void takesTheProxyItselfWhereItSaysNothing() {
        assertEquals(address("10.1.1.1"), proxies.peer(address("10.1.1.1"), List.of()));
    }

    @Test
    void knowsNobodyWhereAProxySaysNonsense() {
        assertNull(proxies.peer(address("10.1.1.1"), List.of("unknown")));
        assertNull(proxies.peer(address("10.1.1.1"), List.of("8.8.8.8, ")));
        assertNull(proxies.peer(address("10.1.1.1"), List.of("")));
    }

    @Test
    void refusesRangesThatAreNone() {
        for (String range : List.of("", "proxy", "10.0.0.0/33", "10.0.0.0/0", "10.0.0.0/x", "::1/129")) {
            UsageException said = assertThrows(UsageException.class, () -> new Proxies(List.of(range)), range);
            assertTrue(String.valueOf(said.getMessage()).contains("--trusted-proxy"), range);
        }
    }
}
