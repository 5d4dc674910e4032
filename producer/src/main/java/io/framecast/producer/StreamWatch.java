package io.framecast.producer;

import io.framecast.client.ClientEvent;
import io.framecast.client.PublishListener;
import io.framecast.client.RunException;
import io.framecast.producer.source.FrameSource;
import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** What the broker says about the stream: told to people once, to the source, and to the thread that sends, which it interrupts. */
final class StreamWatch implements PublishListener {
    private final String id;
    private final FrameSource source;
    private final Thread sender;
    private final Logger log;
    private final CountDownLatch firstLive = new CountDownLatch(1);
    private @Nullable RunException failure;
    private boolean released;

    StreamWatch(String id, FrameSource source, Thread sender, Logger log) {
        this.id = id;
        this.source = source;
        this.sender = sender;
        this.log = log;
    }

    @Override
    public void onLive() {
        log.info("{} is live{}", id, firstLive.getCount() == 0 ? " again" : "");
        source.requestKeyFrame();
        firstLive.countDown();
    }

    @Override
    public void onKeyFrameWanted(int track) {
        source.requestKeyFrame();
    }

    @Override
    public void onDisplaced(EndReason reason) {
        String why = switch (reason) {
            case TAKEN_OVER -> "was taken over by another producer: stop one of the two, or give it another --id";
            case TOKEN_EXPIRED -> "was ended by the broker: the token has expired, ask for a new one";
            case LIMIT -> "was ended by the broker: a limit was passed, see the broker's log";
            case UNSUBSCRIBED, ENDED, TIMED_OUT, SESSION_CLOSED, BROKER_STOPPING, CONGESTED ->
                "was ended by the broker: " + reason;
        };
        fail(id + " " + why);
    }

    @Override
    public void onRefused(ErrorCode code, String detail) {
        fail(id + " is refused by the broker: " + (detail.isEmpty() ? code.name() : detail));
    }

    void onEvent(ClientEvent event) {
        switch (event) {
            case ClientEvent.Refused refused -> fail(refused.line());
            case ClientEvent.BrokerKey key when !key.changed() -> log.debug("{}: {}", id, key.line());
            case ClientEvent.Connected connected -> log.info("{}: {}", id, connected.line());
            case ClientEvent.TokenAnswered answered -> log.info("{}: {}", id, answered.line());
            case ClientEvent.BrokerKey key -> log.warn("{}: {}", id, key.line());
            case ClientEvent.BrokerAway away -> log.warn("{}: {}", id, away.line());
            case ClientEvent.NotResolved unresolved -> log.warn("{}: {}", id, unresolved.line());
            case ClientEvent.Disconnected disconnected -> log.warn("{}: {}", id, disconnected.line());
            case ClientEvent.GoingAway away -> log.warn("{}: {}", id, away.line());
            case ClientEvent.Trouble trouble -> log.warn("{}: {}", id, trouble.line());
        }
    }

    void awaitLive() throws InterruptedException {
        firstLive.await();
    }

    boolean wasLive() {
        return firstLive.getCount() == 0;
    }

    synchronized void throwIfOver() throws RunException {
        if (failure != null) {
            throw failure;
        }
    }

    private synchronized void fail(String line) {
        if (failure == null) {
            failure = new RunException(line);
            if (!released) {
                sender.interrupt();
            }
        }
    }

    /** The sending thread goes on to other things: it is not interrupted from here any more. */
    synchronized void release() {
        released = true;
    }
}
