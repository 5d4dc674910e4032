package io.framecast.protocol.session;

import io.framecast.protocol.media.PacketizedFrame;
import io.framecast.protocol.wire.ControlPacket.Drop;
import io.framecast.protocol.wire.ControlPacket.DropReason;
import io.framecast.protocol.wire.ControlPacket.Nack;
import io.framecast.protocol.wire.ControlPacket.SequenceRange;
import io.framecast.protocol.wire.MediaHeader;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A publisher's frames on their way out: in order, paced, sealed only when their turn comes, so that what is dropped before leaves no
 * hole. Owned by its {@link Publisher}.
 */
final class SendQueue {

    /** More than this much is a backlog that no viewer wants; all of it goes, and the stream starts again at key frames. */
    private static final long BACKLOG_NANOS = 2_000_000_000L;

    /** The same, for a source whose frames are large. */
    static final long MOST_BYTES = 64L << 20;

    /** Answers to one NACK; more at once would be lost where the first were. */
    static final int MOST_REPAIRS = 64;

    private static final int MOST_GONE = 4096;

    private final String producerId;
    private final Exchange exchange;
    private final SendTrack[] tracks;
    private final ArrayDeque<OutgoingFrame> frames = new ArrayDeque<>();
    private final Pacer pacer = new Pacer();
    private final HopProtection protection = new HopProtection();
    private byte @Nullable [] catalog;
    private long catalogMicros;
    private @Nullable PacketizedFrame current;
    private int currentTrack;
    private int currentSent;
    private long bytes;
    private long dropped;

    SendQueue(Publication publication, Exchange exchange) {
        producerId = publication.producerId();
        this.exchange = exchange;
        tracks = new SendTrack[publication.tracks().size() + 1];
        tracks[0] = new SendTrack(0, publication.firstFrame());
        for (int i = 1; i < tracks.length; i++) {
            tracks[i] = new SendTrack(publication.tracks().get(i - 1), publication.firstFrame());
        }
    }

    void add(OutgoingFrame frame, Consumer<? super ClientAction> out) {
        if (frame.track() == 0) {
            catalog = frame.payload();
            catalogMicros = frame.captureMicros();
        }
        SendTrack track = track(frame.track());
        track.onFrame(frame.queuedNanos());
        OutgoingFrame oldest = frames.peekFirst();
        if (oldest != null
                && (frame.queuedNanos() - oldest.queuedNanos() > BACKLOG_NANOS
                        || bytes + frame.payload().length > MOST_BYTES)) {
            dropAll();
        }
        if (frame.key()) {
            track.keyAwaited = false;
        }
        if (track.keyAwaited) {
            dropped++;
            want(track, frame.queuedNanos(), out);
        } else {
            frames.addLast(frame);
            bytes += frame.payload().length;
        }
    }

    /** There is a new incarnation: the catalog first, then each track from its first key frame in the queue. */
    void onLive(long nowNanos, Consumer<? super ClientAction> out) {
        boolean[] key = new boolean[256];
        // The catalog goes in front, as it is now.
        frames.removeIf(frame -> frame.track() == 0);
        int before = frames.size();
        frames.removeIf(frame -> {
            key[frame.track()] |= frame.key();
            return !key[frame.track()];
        });
        dropped += before - frames.size();
        bytes = frames.stream().mapToLong(frame -> frame.payload().length).sum();
        addCatalogFirst(nowNanos);
        for (SendTrack track : tracks) {
            track.keyAwaited = track.id > 0 && !key[track.id];
            if (track.keyAwaited && track.started()) {
                want(track, nowNanos, out);
            }
        }
    }

    /** The incarnation is over; what is half sent of it will not be finished. */
    void onDown() {
        if (current != null) {
            current.release();
            current = null;
        }
        protection.clear();
    }

    /** Sends what may leave now. */
    void send(@Nullable AnnouncedStream stream, long nowNanos) {
        Link link = exchange.link();
        if (stream == null || link == null) {
            return;
        }
        while (true) {
            PacketizedFrame frame = current;
            if (frame == null) {
                frame = next(stream, nowNanos);
                if (frame == null) {
                    return;
                }
            }
            int count = pacer.take(nowNanos);
            if (count == 0) {
                return;
            }
            int fragments = Math.min(count, frame.count() - currentSent);
            if (fragments > 0) {
                frame.send(exchange.mediaOut(), link.trailer(), currentSent, fragments);
                currentSent += fragments;
                stream.onLeft(currentTrack, frame, currentSent);
            }
            protection.send(exchange.mediaOut(), link.trailer(), count - fragments);
            if (pacer.done()) {
                protection.clear();
                stream.onSent(currentTrack, frame, nowNanos);
                current = null;
            }
        }
    }

    private @Nullable PacketizedFrame next(AnnouncedStream stream, long nowNanos) {
        if (frames.isEmpty()) {
            return null;
        }
        if (stream.epochOver(nowNanos)) {
            stream.nextEpoch(nowNanos);
            addCatalogFirst(nowNanos);
        }
        OutgoingFrame frame = frames.removeFirst();
        bytes -= frame.payload().length;
        SendTrack track = track(frame.track());
        PacketizedFrame sealed = stream.seal(frame, exchange.wallMicros(nowNanos));
        track.nextFrame = sealed.number() + 1;
        int repairs = protection.start(sealed, exchange.typicalRoundTripNanos(), nowNanos, exchange.allocator());
        pacer.start(sealed.count() + repairs, track.intervalNanos(), nowNanos);
        current = sealed;
        currentTrack = frame.track();
        currentSent = 0;
        return sealed;
    }

    /** Sends again what the broker misses, as far as it was sent; of what is not kept any more it says that it is gone. */
    void repair(AnnouncedStream stream, Nack nack, Consumer<? super ClientAction> out) {
        Link link = exchange.link();
        if (link == null) {
            return;
        }
        int repairs = 0;
        for (SequenceRange range : nack.missing()) {
            int gone = 0;
            for (int i = 0; i < range.count() && repairs < MOST_REPAIRS && gone < MOST_GONE; i++) {
                int sequence = range.first() + i;
                PacketizedFrame frame = stream.find(nack.lane(), sequence);
                if (frame == null && current != null && currentTrack << 3 == nack.lane()) {
                    frame = current;
                }
                int index = frame == null ? -1 : sequence - frame.firstSequence();
                if (!stream.wasSent(nack.lane(), sequence)) {
                    break;
                } else if (frame != null && index >= 0 && index < frame.count()) {
                    sendCopy(frame, index, link);
                    repairs++;
                } else {
                    gone++;
                }
            }
            if (gone > 0) {
                // What is let go of first is the oldest, so what is gone is at the start of a range.
                SequenceRange dropped = new SequenceRange(range.first(), gone);
                exchange.send(new Drop(stream.alias(), nack.lane(), dropped, DropReason.RING_MISS, 0), out);
            }
        }
        protection.onRepaired(repairs);
    }

    /** The same bytes under a new trailer; what was sent first may still be on its way out and stays as it is. */
    private void sendCopy(PacketizedFrame frame, int index, Link link) {
        int bytes = frame.bytes(index);
        ByteBuf copy = exchange.allocator().directBuffer(frame.stride());
        copy.writeBytes(frame.memory(), frame.offset(index), bytes);
        copy.writeZero(MediaHeader.TRAILER_BYTES);
        link.trailer().sign(copy, 0, bytes);
        exchange.mediaOut().send(copy, 0, copy.readableBytes(), copy.readableBytes());
        copy.release();
    }

    boolean isEmpty() {
        return current == null && frames.isEmpty();
    }

    long deadlineNanos() {
        return current == null ? Deadline.NONE : pacer.deadlineNanos();
    }

    /** Number of the next frame, of track 0 and of each of the publication's. */
    int[] nextFrames() {
        int[] next = new int[tracks.length];
        for (int i = 0; i < tracks.length; i++) {
            next[i] = tracks[i].nextFrame;
        }
        return next;
    }

    long dropped() {
        return dropped;
    }

    void close() {
        onDown();
        frames.clear();
    }

    private void addCatalogFirst(long nowNanos) {
        if (catalog != null) {
            frames.addFirst(new OutgoingFrame(0, true, false, catalogMicros, catalog, nowNanos));
            bytes += catalog.length;
        }
    }

    private void dropAll() {
        dropped += frames.size();
        frames.clear();
        bytes = 0;
        for (SendTrack track : tracks) {
            track.keyAwaited = track.id > 0;
        }
    }

    private void want(SendTrack track, long nowNanos, Consumer<? super ClientAction> out) {
        if (track.mayAsk(nowNanos)) {
            out.accept(new ClientAction.KeyFrameWanted(producerId, track.id));
        }
    }

    private SendTrack track(int id) {
        for (SendTrack track : tracks) {
            if (track.id == id) {
                return track;
            }
        }
        throw new IllegalStateException("the publisher checks the track of each frame, and " + id + " is none");
    }
}
