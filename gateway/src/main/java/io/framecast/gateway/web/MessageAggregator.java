package io.framecast.gateway.web;

import io.framecast.gateway.GatewayLimits;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;

/**
 * Puts fragments of messages together. One that is empty and not the last is passed on as what nobody understands: so a message has
 * no more fragments than bytes, and what limits messages limits fragments.
 */
final class MessageAggregator extends WebSocketFrameAggregator {

    MessageAggregator() {
        super(GatewayLimits.MESSAGE_BYTES);
    }

    @Override
    protected boolean isContentMessage(WebSocketFrame frame) throws Exception {
        return super.isContentMessage(frame)
                && (frame.isFinalFragment() || frame.content().isReadable());
    }
}
