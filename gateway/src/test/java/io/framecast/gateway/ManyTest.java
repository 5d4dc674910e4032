package io.framecast.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.client.HostPort;
import io.framecast.gateway.feed.Feeds;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** As many peers as there may be, and one more; which one it is that has no room is told by another counter each time. */
@Timeout(120)
final class ManyTest {

    @TempDir
    Path state;

    private final List<RawSocket> open = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (RawSocket socket : open) {
            socket.close();
        }
    }

    private Stage stage(GatewayLimits limits) throws Exception {
        UnaryOperator<GatewayOptions> with =
                options -> options.withLimits(limits).withAdmin(new HostPort("127.0.0.1", 0));
        return new Stage(state, with);
    }

    private String follow(Stage stage) throws IOException {
        RawSocket follower = new RawSocket(stage.port());
        open.add(follower);
        follower.write("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
        return follower.head();
    }

    @Test
    void connectionsInAll() throws Exception {
        try (Stage stage = stage(new GatewayLimits(3, 100, 100, 100, 100))) {
            for (int i = 0; i < 3; i++) {
                assertTrue(follow(stage).startsWith("HTTP/1.1 200"));
            }
            try (RawSocket more = new RawSocket(stage.port())) {
                assertTrue(ends(more));
            }
            assertEquals(1, stage.gateway.count(GatewayCounter.LIMIT_CONNECTIONS));
        }
    }

    @Test
    void followersOfOneAddressAndInAll() throws Exception {
        try (Stage stage = stage(new GatewayLimits(100, 100, 100, 100, 3))) {
            for (int i = 0; i < 3; i++) {
                assertTrue(follow(stage).startsWith("HTTP/1.1 200"));
            }
            assertTrue(follow(stage).startsWith("HTTP/1.1 429"));
            assertEquals(1, stage.gateway.count(GatewayCounter.LIMIT_EVENT_STREAMS_PER_ADDRESS));
        }
        try (Stage stage = stage(new GatewayLimits(100, 100, 100, 3, 100))) {
            for (int i = 0; i < 3; i++) {
                assertTrue(follow(stage).startsWith("HTTP/1.1 200"));
            }
            assertTrue(follow(stage).startsWith("HTTP/1.1 503"));
            assertEquals(1, stage.gateway.count(GatewayCounter.LIMIT_EVENT_STREAMS));
        }
    }

    @Test
    void watchedStreams() throws Exception {
        try (Stage stage = stage(new GatewayLimits(200, 200, 200, 100, 100))) {
            for (int i = 0; i < Feeds.MOST; i++) {
                open.add(RawSocket.watch(stage.port(), "cam/" + i));
            }
            open.add(RawSocket.watch(stage.port(), "cam/0"));
            assertEquals(0, stage.gateway.count(GatewayCounter.LIMIT_STREAMS));
            try (RawSocket more = RawSocket.watch(stage.port(), "cam/more")) {
                assertEquals(1013, more.closeCode());
            }
            assertEquals(1, stage.gateway.count(GatewayCounter.LIMIT_STREAMS));
        }
    }

    /** The list is not known yet when they come, so the first one waits for the broker and the others for that. */
    @Test
    void requestsThatWaitInAConnection() throws Exception {
        String list = "GET /api/v1/streams HTTP/1.1\r\nHost: localhost\r\n\r\n";
        try (Stage stage = stage(GatewayLimits.DEFAULTS);
                RawSocket patient = new RawSocket(stage.port())) {
            patient.write(list.repeat(1 + GatewayLimits.PIPELINED_REQUESTS));
            for (int i = 0; i <= GatewayLimits.PIPELINED_REQUESTS; i++) {
                assertTrue(patient.answer().startsWith("HTTP/1.1 200"));
            }
            assertEquals(0, stage.gateway.count(GatewayCounter.LIMIT_PIPELINED));
        }
        try (Stage stage = stage(GatewayLimits.DEFAULTS);
                RawSocket hasty = new RawSocket(stage.port())) {
            hasty.write(list.repeat(2 + GatewayLimits.PIPELINED_REQUESTS));
            assertTrue(ends(hasty));
            assertEquals(1, stage.gateway.count(GatewayCounter.LIMIT_PIPELINED));
        }
    }

    private static boolean ends(RawSocket socket) throws IOException {
        try {
            return socket.next() == null;
        } catch (EOFException | SocketException e) {
            return true;
        }
    }
}
