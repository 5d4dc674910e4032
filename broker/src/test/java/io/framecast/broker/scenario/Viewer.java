package io.framecast.broker.scenario;

import io.framecast.protocol.media.Frame;
import io.framecast.protocol.session.ClientAction;
import io.framecast.protocol.wire.ControlPacket.EndToEnd;
import io.framecast.protocol.wire.ControlPacket.StreamInfo;
import io.framecast.protocol.wire.MediaHeader;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Subscribes, and writes down every frame that it is given and every datagram that it should not have been sent. */
final class Viewer extends Client {

    /** A datagram of media that came. */
    record Arrival(long atNanos, int lane, int sequence) {}

    private static final long GRACE_NANOS = 100 * Broadcast.MILLIS;

    final List<String> unwanted = new ArrayList<>();
    private final Map<Long, SealedStream> sealedStreams = new HashMap<>();
    private final Map<String, Long> aliases = new HashMap<>();
    private final Map<Long, String> ids = new HashMap<>();
    private final Set<String> wanted = new HashSet<>();
    private final Map<String, Integer> times = new HashMap<>();
    private final Map<String, Long> unsubscribedAt = new HashMap<>();
    private long mediaDatagrams;
    private long repairDatagrams;
    private boolean deafToRepair;
    private boolean inACrowd;
    private final List<Arrival> schedule = new ArrayList<>();
    private long lastMediaNanos;

    Viewer(Broadcast broadcast, String name, InetSocketAddress address, boolean grease, long firstPacketNumber) {
        super(broadcast, name, address, grease, firstPacketNumber, 0);
    }

    void subscribe(String producerId) {
        subscribe(producerId, 300);
    }

    void subscribe(String producerId, int latencyMillis) {
        wanted.add(producerId);
        times.merge(producerId, 1, Integer::sum);
        unsubscribedAt.remove(producerId);
        session.subscribe(producerId, latencyMillis, 0, now(), this::onAction);
    }

    /** As if there were no REPAIR. */
    Viewer deafToRepair() {
        deafToRepair = true;
        return this;
    }

    /** One of so many that what each was given is not kept, but written down in the log. */
    Viewer inACrowd() {
        inACrowd = true;
        return this;
    }

    @Override
    boolean keeps(ClientAction action) {
        return !(inACrowd && action instanceof ClientAction.Deliver);
    }

    void unsubscribe(String producerId) {
        wanted.remove(producerId);
        session.unsubscribe(producerId, now(), this::onAction);
    }

    /** How the log calls this viewer's present subscription: one that is begun anew may get a frame again. */
    String reader(String producerId) {
        int time = times.getOrDefault(producerId, 1);
        return time == 1 ? name : name + "/" + time;
    }

    boolean wants(String producerId) {
        return wanted.contains(producerId);
    }

    long mediaDatagrams() {
        return mediaDatagrams;
    }

    long repairDatagrams() {
        return repairDatagrams;
    }

    /** Which datagram of media came when; of PADDING at the same instant the order is up to the network's queue of events. */
    List<Arrival> schedule() {
        return schedule;
    }

    long lastMediaNanos() {
        return lastMediaNanos;
    }

    long lastDeliveredNanos() {
        return lastSaidNanos(ClientAction.Deliver.class);
    }

    @Override
    void on(ClientAction action, long now) {
        switch (action) {
            case ClientAction.SubscribedLive live -> onStream(live.producerId(), live.stream());
            case ClientAction.Up up -> onStream(up.producerId(), up.stream());
            case ClientAction.Unsubscribed over -> {
                if (!wants(over.producerId())) {
                    unsubscribedAt.put(over.producerId(), now);
                }
            }
            case ClientAction.Deliver deliver -> {
                long alias = aliases.getOrDefault(deliver.producerId(), 0L);
                String publisher = broadcast.publishers.getOrDefault(alias, "nobody");
                SealedStream sealed = sealedStreams.get(alias);
                Frame frame = sealed == null ? deliver.frame() : sealed.open(deliver.frame());
                broadcast.log.delivered(reader(deliver.producerId()), publisher, frame, broadcast.net.nowNanos());
            }
            default -> {}
        }
    }

    private void onStream(String producerId, StreamInfo stream) {
        EndToEnd endToEnd = stream.metadata().endToEnd();
        if (endToEnd != null && passphrase == null) {
            sealedStreams.put(
                    stream.alias(),
                    new SealedStream(producerId, stream, lock(EndToEndScenarioTest.RIGHT, endToEnd.salt())));
        }
        aliases.put(producerId, stream.alias());
        ids.put(stream.alias(), producerId);
    }

    @Override
    boolean heeds(ByteBuf datagram) {
        boolean repair =
                isMedia(datagram) && MediaHeader.type(datagram, datagram.readerIndex()) == MediaHeader.TYPE_REPAIR;
        repairDatagrams += repair ? 1 : 0;
        return !(repair && deafToRepair);
    }

    private static boolean isMedia(ByteBuf datagram) {
        int at = datagram.readerIndex();
        return datagram.readableBytes() >= MediaHeader.BYTES
                && MediaHeader.isMedia(datagram, at, datagram.readableBytes());
    }

    @Override
    void onReceived(ByteBuf datagram, long now) {
        int at = datagram.readerIndex();
        if (isMedia(datagram)) {
            mediaDatagrams++;
            lastMediaNanos = now;
            if (MediaHeader.type(datagram, at) == MediaHeader.TYPE_DATA) {
                schedule.add(new Arrival(now, MediaHeader.lane(datagram, at), MediaHeader.sequence(datagram, at)));
            }
            String id = ids.get(MediaHeader.alias(datagram, at));
            Long over = id == null ? null : unsubscribedAt.get(id);
            if (over != null && now - over > GRACE_NANOS) {
                unwanted.add(name + " got " + id + " " + (now - over) / Broadcast.MILLIS + " ms after the answer");
            }
        }
    }
}
