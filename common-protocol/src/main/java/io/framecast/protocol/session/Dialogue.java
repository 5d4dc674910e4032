package io.framecast.protocol.session;

import io.framecast.protocol.wire.ControlPacket;
import io.framecast.protocol.wire.ControlPacket.Announce;
import io.framecast.protocol.wire.ControlPacket.Answer;
import io.framecast.protocol.wire.ControlPacket.ClockOffset;
import io.framecast.protocol.wire.ControlPacket.Close;
import io.framecast.protocol.wire.ControlPacket.CloseReason;
import io.framecast.protocol.wire.ControlPacket.Drop;
import io.framecast.protocol.wire.ControlPacket.EncodeTime;
import io.framecast.protocol.wire.ControlPacket.End;
import io.framecast.protocol.wire.ControlPacket.HopTimes;
import io.framecast.protocol.wire.ControlPacket.KeyRequest;
import io.framecast.protocol.wire.ControlPacket.LanePosition;
import io.framecast.protocol.wire.ControlPacket.LaneReport;
import io.framecast.protocol.wire.ControlPacket.ListStreams;
import io.framecast.protocol.wire.ControlPacket.Nack;
import io.framecast.protocol.wire.ControlPacket.Notice;
import io.framecast.protocol.wire.ControlPacket.NoticeBody;
import io.framecast.protocol.wire.ControlPacket.PathChallenge;
import io.framecast.protocol.wire.ControlPacket.PathResponse;
import io.framecast.protocol.wire.ControlPacket.Ping;
import io.framecast.protocol.wire.ControlPacket.Pong;
import io.framecast.protocol.wire.ControlPacket.Report;
import io.framecast.protocol.wire.ControlPacket.ReportAck;
import io.framecast.protocol.wire.ControlPacket.Request;
import io.framecast.protocol.wire.ControlPacket.StreamReport;
import io.framecast.protocol.wire.ControlPacket.Subscribe;
import io.framecast.protocol.wire.ControlPacket.Unsubscribe;
import io.framecast.protocol.wire.ControlPacket.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What is said within one session: who each sealed packet is for, and the reports. Owned by {@link ClientSession}. */
final class Dialogue {

    /** A lease nonce is good for five seconds; one that came this late did not renew the lease with the report it was sent in. */
    private static final long STALE_NONCE_NANOS = 4_000_000_000L;

    /** One report acknowledges all DROPs of that time; the broker repeats them after 100 ms and a round trip and a half. */
    private static final long DROP_ACK_NANOS = 20_000_000L;

    private final Exchange exchange;
    private final Link link;
    private final Wishes wishes;
    private final Subscriptions subscriptions;
    private final Publications publications;
    private final Farewell farewell;
    private final Reporter reporter;
    private boolean hurried;

    /** The broker wants to end the session, or says that it soon will. */
    interface Farewell {
        void onClose(CloseReason reason, long nowNanos, Consumer<? super ClientAction> out);

        void onGoAway(int retryMillis, long nowNanos, Consumer<? super ClientAction> out);
    }

    Dialogue(Exchange exchange, Link link, Wishes wishes, Farewell farewell, long nowNanos) {
        this.exchange = exchange;
        this.link = link;
        this.wishes = wishes;
        subscriptions = wishes.subscriptions();
        publications = wishes.publications();
        this.farewell = farewell;
        reporter = new Reporter(exchange, nowNanos);
    }

    void onPacket(ControlPacket packet, long nowNanos, Consumer<? super ClientAction> out) {
        switch (packet) {
            case End end when end.requestId() == 0 -> publications.onEnded(end, nowNanos, out);
            case Answer answer -> {
                Request request = exchange.requests().onAnswer(answer.requestId());
                if (request != null) {
                    wishes.onAnswer(request, answer, nowNanos, out);
                }
            }
            case Notice notice -> {
                link.notices().onNotice(notice, body -> onNotice(body, nowNanos, out));
                exchange.wantReport(nowNanos);
            }
            case ReportAck ack -> onReportAck(ack, nowNanos, out);
            case Nack nack -> publications.onNack(nack, out);
            case Drop drop -> onDrop(drop, nowNanos, out);
            case KeyRequest request -> publications.onKeyRequest(request, out);
            case Ping ping -> link.send(new Pong(ping.token(), exchange.wallMicros(nowNanos) * 1_000), out);
            case PathChallenge challenge -> link.send(new PathResponse(challenge.token()), out);
            case Close close -> farewell.onClose(close.reason(), nowNanos, out);
            case Pong _ -> {
                // That it authenticated was all it had to say.
            }
            case Subscribe _, Unsubscribe _, ListStreams _, Announce _, Update _, Report _, PathResponse _ -> {
                // Only a broker is told this.
            }
        }
    }

    private void onDrop(Drop drop, long nowNanos, Consumer<? super ClientAction> out) {
        subscriptions.onDrop(drop, nowNanos, out);
        if (drop.number() > 0) {
            link.drops().onDrop(drop.number());
            exchange.wantReport(nowNanos + DROP_ACK_NANOS);
        }
    }

    private void onNotice(NoticeBody body, long nowNanos, Consumer<? super ClientAction> out) {
        switch (body) {
            case NoticeBody.Up up -> subscriptions.onUp(up, nowNanos, out);
            case NoticeBody.Down down -> subscriptions.onDown(down, nowNanos, out);
            case NoticeBody.Switched switched -> subscriptions.onSwitched(switched, nowNanos, out);
            case NoticeBody.GoAway goAway -> farewell.onGoAway(goAway.retryMillis(), nowNanos, out);
        }
    }

    private void onReportAck(ReportAck ack, long nowNanos, Consumer<? super ClientAction> out) {
        long sentNanos = exchange.monotonicNanos(ack.echoNanos());
        link.clock().onExchange(sentNanos, ack.holdNanos(), ack.brokerMicros(), nowNanos);
        reporter.onAnswered();
        if (link.onLeaseNonce(ack.leaseNonce(), nowNanos) >= STALE_NONCE_NANOS) {
            exchange.wantReport(nowNanos);
        }
        for (ClockOffset clock : ack.clocks()) {
            subscriptions.onClock(clock, nowNanos);
        }
        for (HopTimes times : ack.hops()) {
            subscriptions.onHops(times, nowNanos);
        }
        for (LanePosition position : ack.contiguous()) {
            publications.onContiguous(position, nowNanos, out);
        }
        subscriptions.onUnknown(ack.unknown(), nowNanos, out);
    }

    void onTimeout(long nowNanos, Consumer<? super ClientAction> out) {
        exchange.requests()
                .onTimeout(nowNanos, exchange.retryNanos(), request -> link.send((ControlPacket) request, out));
        hurried = subscriptions.hurried(nowNanos);
        if (Deadline.due(reportDeadlineNanos(), nowNanos)) {
            report(nowNanos, out);
        }
    }

    /** A report that was asked for now does not wait for the next call. */
    void flush(long nowNanos, Consumer<? super ClientAction> out) {
        hurried = subscriptions.hurried(nowNanos);
        if (Deadline.due(exchange.reportNanos(), nowNanos)) {
            report(nowNanos, out);
        }
    }

    long deadlineNanos() {
        return Deadline.earlier(exchange.requests().deadlineNanos(), reportDeadlineNanos());
    }

    private long reportDeadlineNanos() {
        return Deadline.earlier(exchange.reportNanos(), reporter.deadlineNanos(subscriptions.silentNanos(), hurried));
    }

    private void report(long nowNanos, Consumer<? super ClientAction> out) {
        List<LaneReport> received = new ArrayList<>();
        List<String> subscribed = new ArrayList<>();
        List<StreamReport> viewed = new ArrayList<>();
        List<LanePosition> published = new ArrayList<>();
        List<EncodeTime> encoded = new ArrayList<>();
        subscriptions.report(received, viewed, subscribed, nowNanos);
        publications.report(published, encoded);
        exchange.onReported();
        reporter.report(received, viewed, published, encoded, subscribed, nowNanos, out);
    }
}
