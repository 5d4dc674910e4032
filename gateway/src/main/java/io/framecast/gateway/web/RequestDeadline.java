package io.framecast.gateway.web;

import io.framecast.gateway.GatewayCounter;
import io.framecast.gateway.GatewayCounters;
import io.framecast.gateway.GatewayLimits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection that is slow on purpose: a request that does not end within {@link GatewayLimits#REQUEST_NANOS} of its first
 * byte, however steadily its bytes drip; an answer that is not taken; a next request that does not come. Stands before the HTTP codec
 * and leaves when a connection becomes something else.
 */
final class RequestDeadline extends ChannelInboundHandlerAdapter {

    private final GatewayCounters counters;
    private @Nullable Future<?> alarm;
    private boolean reading;

    RequestDeadline(GatewayCounters counters) {
        this.counters = counters;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        arm(ctx, GatewayLimits.REQUEST_NANOS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        disarm();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
        if (!reading && bytes instanceof ByteBuf) {
            reading = true;
            arm(ctx, GatewayLimits.REQUEST_NANOS);
        }
        ctx.fireChannelRead(bytes);
    }

    /** A request is whole and is being answered. */
    static void onRequest(ChannelHandlerContext ctx) {
        RequestDeadline deadline = ctx.pipeline().get(RequestDeadline.class);
        if (deadline != null) {
            deadline.arm(ctx, GatewayLimits.ANSWER_NANOS);
        }
    }

    /** All requests so far are answered, and the answers are taken. */
    static void onAnswered(ChannelHandlerContext ctx) {
        RequestDeadline deadline = ctx.pipeline().get(RequestDeadline.class);
        if (deadline != null) {
            deadline.reading = false;
            deadline.arm(ctx, GatewayLimits.IDLE_NANOS);
        }
    }

    private void arm(ChannelHandlerContext ctx, long nanos) {
        disarm();
        alarm = ctx.executor()
                .schedule(
                        () -> {
                            counters.count(GatewayCounter.LIMIT_TIME);
                            var _ = ctx.close();
                        },
                        nanos,
                        TimeUnit.NANOSECONDS);
    }

    private void disarm() {
        if (alarm != null) {
            alarm.cancel(false);
        }
    }
}
