package io.framecast.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.framecast.protocol.crypto.Secret;
import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResolverTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, false",
        "10.1.2.3, false",
        "172.16.0.1, false",
        "192.168.7.7, false",
        "169.254.1.1, false",
        "::1, false",
        "fe80::1, false",
        "fd00::1, false",
        "8.8.8.8, true",
        "172.32.0.1, true",
        "100.64.0.1, true",
        "203.0.113.9, true",
        "2001:db8::1, true",
    })
    void anotherKeyIsRefusedOnPublicAddressesUnlessTheSecretProvesTheBroker(String address, boolean refused)
            throws Exception {
        // A literal: nothing is looked up.
        InetAddress broker = InetAddress.getByName(address);
        assertEquals(refused, Resolver.refusesOtherKey(broker, null));
        assertFalse(Resolver.refusesOtherKey(broker, Secret.parse(Secret.generate(new byte[32]))));
    }
}
