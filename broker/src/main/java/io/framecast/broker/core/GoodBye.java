package io.framecast.broker.core;

import io.framecast.broker.core.BrokerAction.SessionEnd;
import io.framecast.protocol.wire.ControlPacket.CloseReason;
import io.framecast.protocol.wire.ControlPacket.Notice;
import io.framecast.protocol.wire.ControlPacket.NoticeBody;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The broker's end: every peer is told twice, since a datagram may be lost and nobody will answer later. */
final class GoodBye {

    private static final long AGAIN_NANOS = 100_000_000L;

    private final Context context;
    private final Sessions sessions;
    private final Handshakes handshakes;
    private boolean begun;
    private boolean said;

    GoodBye(Context context, Sessions sessions, Handshakes handshakes) {
        this.context = context;
        this.sessions = sessions;
        this.handshakes = handshakes;
    }

    boolean said() {
        return said;
    }

    void begin(int retryMillis, long nowNanos, Consumer<? super BrokerAction> out) {
        if (begun) {
            return;
        }
        begun = true;
        handshakes.close();
        List<Session> told = new ArrayList<>(sessions.all());
        List<Notice> notices = new ArrayList<>();
        for (Session session : told) {
            notices.add(session.notices.add(
                    number -> new Notice(number, new NoticeBody.GoAway(retryMillis)), AGAIN_NANOS, nowNanos));
            session.send(notices.getLast(), out);
        }
        Timer again = new Timer(null, (now, action) -> {
            for (int i = 0; i < told.size(); i++) {
                Session session = told.get(i);
                if (!session.closed()) {
                    session.send(notices.get(i), action);
                    sessions.close(session, SessionEnd.BROKER_STOPPING, CloseReason.GOING_AWAY, now, action);
                }
            }
            said = true;
        });
        context.timers.set(again, nowNanos + AGAIN_NANOS);
    }
}
