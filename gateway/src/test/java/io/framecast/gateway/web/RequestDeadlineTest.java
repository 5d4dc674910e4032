package io.framecast.gateway.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.gateway.GatewayCounter;
import io.framecast.gateway.GatewayCounters;
import io.framecast.gateway.GatewayLimits;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Slow peers, in virtual time. */
final class RequestDeadlineTest {

    private static final long SECOND = 1_000_000_000L;

    private final GatewayCounters counters = new GatewayCounters();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private @Nullable ChannelHandlerContext context;

    @BeforeEach
    void start() {
        channel.freezeTime();
        WebServer.pipeline(channel, counters, new SimpleChannelInboundHandler<FullHttpRequest>() {
            @Override
            protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
                context = ctx;
                RequestDeadline.onRequest(ctx);
            }
        });
    }

    @AfterEach
    void end() {
        channel.finishAndReleaseAll();
    }

    private void passes(long nanos) {
        channel.advanceTimeBy(nanos, TimeUnit.NANOSECONDS);
        channel.runPendingTasks();
        channel.runScheduledPendingTasks();
    }

    private void says(String bytes) {
        channel.writeInbound(ByteBufUtil.writeAscii(channel.alloc(), bytes));
    }

    @Test
    void closesAConnectionThatSaysNothing() {
        passes(GatewayLimits.REQUEST_NANOS - SECOND);
        assertTrue(channel.isOpen());
        passes(SECOND);
        assertFalse(channel.isOpen());
        assertEquals(1, counters.get(GatewayCounter.LIMIT_TIME));
    }

    @Test
    void closesARequestThatDripsInHoweverSteadily() {
        says("GET / HTTP/1.1\r\n");
        for (int i = 0; i < 9; i++) {
            passes(SECOND);
            says("X-" + i + ": y\r\n");
            assertTrue(channel.isOpen());
        }
        passes(SECOND);
        assertFalse(channel.isOpen());
    }

    @Test
    void letsAWholeRequestBeAnsweredAndThenWaitsForTheNextOne() {
        says("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        passes(GatewayLimits.ANSWER_NANOS - SECOND);
        assertTrue(channel.isOpen());
        RequestDeadline.onAnswered(Objects.requireNonNull(context));
        passes(GatewayLimits.IDLE_NANOS - SECOND);
        assertTrue(channel.isOpen());
        says("GET");
        passes(GatewayLimits.REQUEST_NANOS);
        assertFalse(channel.isOpen());
    }

    @Test
    void closesAPeerThatDoesNotTakeItsAnswer() {
        says("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        passes(GatewayLimits.ANSWER_NANOS);
        assertFalse(channel.isOpen());
    }

    @Test
    void leavesAConnectionAloneThatHasBecomeSomethingElse() {
        channel.pipeline().remove(RequestDeadline.class);
        passes(1000 * SECOND);
        assertTrue(channel.isOpen());
    }
}
