package io.framecast.broker.core;

import io.framecast.protocol.wire.ControlPacket.Answer;
import java.util.function.Consumer;

/** Where the answer to a request goes: into the session, or into the WELCOME that opens it. Called once, now or later. */
interface Reply {
    void answer(Answer answer, long nowNanos, Consumer<? super BrokerAction> out);
}
