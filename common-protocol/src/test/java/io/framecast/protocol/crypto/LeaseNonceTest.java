package io.framecast.protocol.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.wire.Samples;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LeaseNonceTest {

    private final LeaseNonce nonces = new LeaseNonce(Samples.counting(0, 32));

    @Test
    void isValidForFiveSecondsInItsOwnSession() {
        byte[] nonce = nonces.issue(7, 0);
        assertEquals(LeaseNonce.BYTES, nonce.length);
        assertTrue(nonces.valid(7, nonce, 0));
        assertTrue(nonces.valid(7, nonce, TimeUnit.SECONDS.toNanos(5)));
        assertFalse(nonces.valid(7, nonce, TimeUnit.SECONDS.toNanos(6)));
        assertFalse(nonces.valid(8, nonce, 0));
        assertFalse(new LeaseNonce(Samples.counting(1, 32)).valid(7, nonce, 0));
        assertFalse(nonces.valid(7, new byte[0], 0));
    }

    @Test
    void worksWhereTimeIsNegative() {
        byte[] nonce = nonces.issue(7, -TimeUnit.SECONDS.toNanos(2) - 1);
        assertTrue(nonces.valid(7, nonce, 1));
        assertFalse(nonces.valid(7, nonce, TimeUnit.SECONDS.toNanos(4)));
    }
}
