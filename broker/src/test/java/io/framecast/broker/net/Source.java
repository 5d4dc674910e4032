package io.framecast.broker.net;

import io.framecast.client.FramecastClient;
import io.framecast.client.Publication;
import io.framecast.client.PublishListener;
import io.framecast.client.PublishOptions;
import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Track;
import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A publication with one video track, every frame of it a key frame, as a folder of pictures is. */
final class Source implements PublishListener {
    static final Catalog CATALOG = new Catalog(List.of(Track.video(1, "mjpeg", 640, 480, 30, 1_000_000, 0, "")));

    /** {@code live}, {@code displaced TAKEN_OVER}, {@code refused ID_TAKEN}, in order. */
    final List<String> states = new CopyOnWriteArrayList<>();

    final AtomicInteger keyRequests = new AtomicInteger();
    final Publication publication;
    private int number;

    Source(FramecastClient client, String producerId) {
        publication = client.publish(new PublishOptions(producerId, "a title", List.of("tag"), CATALOG), this);
    }

    boolean live() {
        return publication.live();
    }

    /** A frame whose first bytes are its number, where it is long enough. */
    void send(int bytes) {
        byte[] payload = new byte[bytes];
        if (bytes >= 4) {
            ByteBuffer.wrap(payload).putInt(number);
        }
        number++;
        send(payload);
    }

    void send(byte[] payload) {
        publication.send(1, true, false, System.currentTimeMillis() * 1000, payload);
    }

    /** Sends 30 frames a second from a thread of its own until it is closed. */
    Running run() {
        return new Running(this);
    }

    static final class Running implements AutoCloseable {
        private final AtomicBoolean stop = new AtomicBoolean();
        private final AtomicInteger sent = new AtomicInteger();
        private final Thread thread;

        private Running(Source source) {
            Random random = new Random(1);
            thread = Thread.ofVirtual().start(() -> {
                while (!stop.get()) {
                    source.send(4 + random.nextInt(20_000));
                    sent.incrementAndGet();
                    LockSupport.parkNanos(33_000_000);
                }
            });
        }

        /** How many frames it has sent. */
        int sent() {
            return sent.get();
        }

        @Override
        public void close() {
            stop.set(true);
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void onLive() {
        states.add("live");
    }

    @Override
    public void onKeyFrameWanted(int track) {
        keyRequests.incrementAndGet();
    }

    @Override
    public void onDisplaced(EndReason reason) {
        states.add("displaced " + reason);
    }

    @Override
    public void onRefused(ErrorCode code, String detail) {
        states.add("refused " + code);
    }
}
