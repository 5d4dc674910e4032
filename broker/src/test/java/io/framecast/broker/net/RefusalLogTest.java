package io.framecast.broker.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import io.framecast.sim.VirtualNetwork;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalLogTest {

    private static final long SECOND = 1_000_000_000L;

    private final List<String> lines = new ArrayList<>();
    private final RefusalLog log = new RefusalLog(lines::add);

    private static InetSocketAddress peer(int network, int host) {
        return VirtualNetwork.address(198, 51, network, host, 4000);
    }

    @Test
    void theFirstIsSaidAtOnceAndAFloodOfThemOnceInTenSeconds() {
        for (int i = 0; i < 3_500_000; i += 1000) {
            log.onRefused(peer(1, i % 250), ErrorCode.TOKEN_INVALID, "the token is malformed", i * (SECOND / 100_000));
        }
        assertEquals(
                List.of(
                        "refused 198.51.1.0:4000: TOKEN_INVALID, the token is malformed",
                        "refused 999 more of 198.51.1.0/24: TOKEN_INVALID, the token is malformed",
                        "refused 1000 more of 198.51.1.0/24: TOKEN_INVALID, the token is malformed",
                        "refused 1000 more of 198.51.1.0/24: TOKEN_INVALID, the token is malformed"),
                lines);
    }

    @Test
    void theLastOnesAreSaidWhenNothingFollowsThem() {
        log.onRefused(peer(1, 1), ErrorCode.NOT_ALLOWED, "no", 0);
        log.onRefused(peer(1, 2), ErrorCode.NOT_ALLOWED, "no", SECOND);
        assertEquals(10 * SECOND, log.deadlineNanos());
        log.onTimeout(10 * SECOND);
        assertEquals("refused 1 more of 198.51.1.0/24: NOT_ALLOWED, no", lines.getLast());
        log.onTimeout(20 * SECOND);
        assertEquals(2, lines.size());
        assertEquals(Long.MAX_VALUE, log.deadlineNanos());
    }

    @Test
    void everyReasonAndNetworkHasASumOfItsOwn() throws Exception {
        log.onRefused(peer(1, 1), ErrorCode.NOT_ALLOWED, "no", 0);
        log.onRefused(peer(1, 1), ErrorCode.TOKEN_EXPIRED, "over", 0);
        log.onRefused(peer(2, 1), ErrorCode.NOT_ALLOWED, "no", 0);
        byte[] v6 = new byte[16];
        v6[0] = 0x20;
        v6[6] = 5;
        v6[7] = 9;
        assertEquals("2000:0:0:500:0:0:0:0/56", RefusalLog.prefix(InetAddress.getByAddress(v6)));
        assertEquals(3, lines.size());
    }

    @Test
    void refusalsOfMoreNetworksThanThereIsRoomForAreOneLine() {
        for (int network = 0; network < 250; network++) {
            log.onRefused(peer(network, 1), ErrorCode.SECRET_REQUIRED, "a secret\nor a ticket", 0);
        }
        assertEquals(RefusalLog.MOST_SUMS, lines.size());
        assertTrue(lines.stream().noneMatch(line -> line.contains("\n")), "text of a peer is one line");
        log.onTimeout(10 * SECOND);
        assertEquals("refused " + (250 - RefusalLog.MOST_SUMS) + " of other networks", lines.getLast());
        assertEquals(RefusalLog.MOST_SUMS + 1, lines.size());
    }
}
