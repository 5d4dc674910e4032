package io.framecast.broker.core;

import io.framecast.protocol.wire.ControlPacket;
import io.framecast.protocol.wire.ControlPacket.AnnounceOk;
import io.framecast.protocol.wire.ControlPacket.Answer;
import io.framecast.protocol.wire.ControlPacket.Close;
import io.framecast.protocol.wire.ControlPacket.CloseReason;
import io.framecast.protocol.wire.ControlPacket.Drop;
import io.framecast.protocol.wire.ControlPacket.KeyRequest;
import io.framecast.protocol.wire.ControlPacket.ListOk;
import io.framecast.protocol.wire.ControlPacket.Nack;
import io.framecast.protocol.wire.ControlPacket.Notice;
import io.framecast.protocol.wire.ControlPacket.PathChallenge;
import io.framecast.protocol.wire.ControlPacket.PathResponse;
import io.framecast.protocol.wire.ControlPacket.Ping;
import io.framecast.protocol.wire.ControlPacket.Pong;
import io.framecast.protocol.wire.ControlPacket.Refused;
import io.framecast.protocol.wire.ControlPacket.Report;
import io.framecast.protocol.wire.ControlPacket.ReportAck;
import io.framecast.protocol.wire.ControlPacket.Request;
import io.framecast.protocol.wire.ControlPacket.SubscribeOk;
import io.framecast.protocol.wire.ControlPacket.UpdateOk;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/** What an authentic packet means, and who acts on it. */
final class Dispatch {

    private final Context context;
    private final Sessions sessions;
    private final Streams streams;
    private final Requests requests;
    private final Reports reports;
    private final Repairs repairs;

    Dispatch(Context context, Sessions sessions, Streams streams, Requests requests) {
        this.context = context;
        this.sessions = sessions;
        this.streams = streams;
        this.requests = requests;
        reports = new Reports(context, sessions, streams);
        repairs = new Repairs(context);
    }

    void onPacket(
            Session session,
            ControlPacket packet,
            InetSocketAddress from,
            long nowNanos,
            Consumer<? super BrokerAction> out) {
        switch (packet) {
            case Request request -> requests.onRequest(session, request, inSession(session), nowNanos, out);
            case Report report -> reports.onReport(session, report, nowNanos, out);
            case Nack nack -> {
                Stream stream = streams.find(nack.alias());
                if (stream != null) {
                    repairs.onNack(session, stream, nack, nowNanos, out);
                }
            }
            case KeyRequest wanted -> onKeyRequest(session, wanted, nowNanos, out);
            case Drop drop -> {
                Stream stream = session.streams.get(drop.alias());
                Lane lane = stream == null ? null : stream.lane(drop.lane());
                if (lane != null) {
                    lane.onGone(drop.gone());
                }
            }
            case Ping ping -> session.send(new Pong(ping.token()), out);
            case Pong pong -> {
                long sentNanos = session.liveness.onPong(pong.token());
                if (sentNanos != Long.MIN_VALUE) {
                    session.onPong(sentNanos, pong.sentNanos(), nowNanos);
                }
                streams.onPong(session, pong.token(), nowNanos, out);
            }
            case PathResponse response -> sessions.onPathResponse(session, from, response.token(), nowNanos, out);
            case Close close ->
                sessions.close(session, BrokerAction.SessionEnd.CLOSED_BY_PEER, CloseReason.DONE, nowNanos, out);
            // A broker's part of the conversation, from a client: it means nothing.
            case SubscribeOk ignored -> {}
            case AnnounceOk ignored -> {}
            case ListOk ignored -> {}
            case UpdateOk ignored -> {}
            case Refused ignored -> {}
            case Notice ignored -> {}
            case ReportAck ignored -> {}
            case PathChallenge ignored -> {}
        }
    }

    private static Reply inSession(Session session) {
        return (Answer answer, long now, Consumer<? super BrokerAction> out) ->
                session.send((ControlPacket) answer, out);
    }

    private void onKeyRequest(Session session, KeyRequest wanted, long nowNanos, Consumer<? super BrokerAction> out) {
        Stream stream = streams.find(wanted.alias());
        Seat seat = stream == null ? null : stream.seatOf(session);
        if (stream == null || seat == null || stream.lane(wanted.track() << 3) == null) {
            return;
        }
        if (seat.path.capped()) {
            // What its path cannot take must not cost everybody else a key frame.
            context.count(BrokerCounter.REQUESTS_LIMITED);
        } else if (session.mayAsk(nowNanos)) {
            stream.requestKey(wanted.track(), nowNanos, out);
        } else {
            context.count(BrokerCounter.REQUESTS_LIMITED);
        }
    }
}
