package io.framecast.broker.scenario;

import io.framecast.protocol.session.ClientAction;
import io.framecast.protocol.session.Publication;
import io.framecast.protocol.session.Publisher;
import io.framecast.protocol.wire.ControlPacket.Metadata;
import io.framecast.protocol.wire.Limits;
import io.framecast.protocol.wire.MediaHeader;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Publishes 30 pictures a second and 50 pieces of sound, random bytes all of them, and writes down what really left. */
final class Producer extends Client {

    static final int VIDEO = 1;
    static final int AUDIO = 2;
    private static final long VIDEO_NANOS = 33_333_333L;
    private static final long AUDIO_NANOS = 20_000_000L;
    private static final byte[] SALT = new byte[Limits.SALT_BYTES];
    private static final byte[] CATALOG = "{\"tracks\":[{\"id\":1},{\"id\":2}]}".getBytes(StandardCharsets.UTF_8);

    /**
     * @param owner who may take the id over
     * @param firstSequences where lanes start; 0: at random
     */
    record Plan(
            String producerId,
            int owner,
            int frameBytes,
            int keyBytes,
            int gop,
            int firstFrame,
            int firstSequences,
            long firstPacketNumber,
            long epochNanos,
            boolean grease) {

        static Plan of(String producerId) {
            return new Plan(producerId, 1, 4_000, 30_000, 30, 0, 0, 0, 3600 * Broadcast.SECONDS, false);
        }

        Plan ownedBy(int other) {
            return new Plan(
                    producerId,
                    other,
                    frameBytes,
                    keyBytes,
                    gop,
                    firstFrame,
                    firstSequences,
                    firstPacketNumber,
                    epochNanos,
                    grease);
        }

        Plan withKeyBytes(int bytes) {
            return new Plan(
                    producerId,
                    owner,
                    frameBytes,
                    bytes,
                    gop,
                    firstFrame,
                    firstSequences,
                    firstPacketNumber,
                    epochNanos,
                    grease);
        }

        Plan withGop(int frames) {
            return new Plan(
                    producerId,
                    owner,
                    frameBytes,
                    keyBytes,
                    frames,
                    firstFrame,
                    firstSequences,
                    firstPacketNumber,
                    epochNanos,
                    grease);
        }

        Plan greased() {
            return new Plan(
                    producerId,
                    owner,
                    frameBytes,
                    keyBytes,
                    gop,
                    firstFrame,
                    firstSequences,
                    firstPacketNumber,
                    epochNanos,
                    true);
        }

        /** All counters start where they soon run over, and keys last for so long. */
        Plan withEpochs(long nanos) {
            return new Plan(
                    producerId,
                    owner,
                    frameBytes,
                    keyBytes,
                    gop,
                    firstFrame,
                    firstSequences,
                    firstPacketNumber,
                    nanos,
                    grease);
        }

        /** Only in a broadcast whose broker's packet numbers start there, too. */
        Plan wrapping(long newEpochNanos) {
            return new Plan(
                    producerId, owner, frameBytes, keyBytes, gop, -100, -1000, (1L << 32) - 20, newEpochNanos, grease);
        }
    }

    private record Moment(int track, long captureMicros) {}

    private record Sent(String stream, int track, int frame) {}

    private final Plan plan;
    private final Random random;
    private final Map<Moment, byte[]> payloads = new HashMap<>();
    /** Frame numbers are unique within one: what was sealed for a broker that was gone is numbered again for the next. */
    private final Map<Long, String> incarnations = new HashMap<>();

    private final Set<Sent> left = new HashSet<>();
    private final Map<Integer, Integer> newest = new HashMap<>();

    /** How long it takes from the capture of a frame until it can be sent. */
    long encodeMicros;

    private @Nullable Publisher publisher;
    private long sent;
    private long resent;
    private int video;
    private boolean keyWanted = true;
    private boolean fixedGroups;
    private boolean on;
    private boolean withoutRepair;
    private long repairDatagrams;

    Producer(Broadcast broadcast, String name, InetSocketAddress address, Plan plan) {
        super(broadcast, name, address, plan.grease(), plan.firstPacketNumber(), plan.firstSequences());
        this.plan = plan;
        random = new Random(broadcast.random.nextLong());
    }

    /** As if there were no REPAIR. */
    Producer withoutRepair() {
        withoutRepair = true;
        return this;
    }

    long repairDatagrams() {
        return repairDatagrams;
    }

    void start() {
        byte[] owner = new byte[32];
        Arrays.fill(owner, (byte) plan.owner());
        Metadata metadata = new Metadata("Scenario", List.of("test"), "avc1.42c01f", 640, 360, 30_000, 1_000_000);
        publisher = session.publish(
                new Publication(
                        plan.producerId(),
                        owner,
                        metadata,
                        passphrase == null ? null : lock(SALT),
                        List.of(VIDEO, AUDIO),
                        1200,
                        plan.firstFrame(),
                        plan.epochNanos()),
                now(),
                this::onAction);
        on = true;
        frame(0, true, CATALOG);
        broadcast.net.every(VIDEO_NANOS, this::picture);
        broadcast.net.every(AUDIO_NANOS, this::sound);
    }

    void end() {
        on = false;
        if (publisher != null) {
            publisher.end(now(), this::onAction);
        }
    }

    /** As a file: its key frames are where they are. */
    void cannotMakeKeyFrames() {
        fixedGroups = true;
    }

    boolean live() {
        return publisher != null && publisher.live();
    }

    /** Media datagrams that left. */
    long sent() {
        return sent;
    }

    /** How many of them were not the first with their sequence. */
    long resent() {
        return resent;
    }

    private boolean picture() {
        boolean key = keyWanted || video % plan.gop() == 0;
        if (on) {
            video = key ? 1 : video + 1;
            keyWanted = false;
            int most = key ? plan.keyBytes() : plan.frameBytes();
            frame(VIDEO, key, bytes(most / 2 + random.nextInt(most)));
        }
        return on;
    }

    private boolean sound() {
        if (on) {
            frame(AUDIO, true, bytes(160 + random.nextInt(40)));
        }
        return on;
    }

    /** Of all frames so far. */
    Collection<byte[]> payloads() {
        return payloads.values();
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private void frame(int track, boolean key, byte[] payload) {
        if (publisher != null) {
            long captureMicros = clock.wallMicros(now()) - encodeMicros;
            payloads.put(new Moment(track, captureMicros), payload);
            publisher.onFrame(track, key, false, captureMicros, payload, now(), this::onAction);
        }
    }

    @Override
    boolean lets(ByteBuf memory, int at) {
        boolean repair = MediaHeader.type(memory, at) == MediaHeader.TYPE_REPAIR;
        repairDatagrams += repair ? 1 : 0;
        return !(repair && withoutRepair);
    }

    @Override
    void onSent(ByteBuf memory, int at) {
        sent++;
        if (MediaHeader.type(memory, at) == MediaHeader.TYPE_DATA) {
            int sequence = MediaHeader.sequence(memory, at);
            Integer last = newest.get(MediaHeader.lane(memory, at));
            if (last != null && sequence - last <= 0) {
                resent++;
            } else {
                newest.put(MediaHeader.lane(memory, at), sequence);
            }
        }
        String stream = incarnations.computeIfAbsent(
                MediaHeader.alias(memory, at),
                alias -> incarnations.isEmpty() ? name : name + "/" + (incarnations.size() + 1));
        broadcast.publishers.put(MediaHeader.alias(memory, at), stream);
        int track = MediaHeader.track(memory, at);
        int frame = MediaHeader.frame(memory, at);
        if (left.add(new Sent(stream, track, frame))) {
            long captureMicros = MediaHeader.captureMicros(memory, at);
            byte[] payload = payloads.get(new Moment(track, captureMicros));
            if (payload == null) {
                throw new AssertionError("a frame left that nobody gave");
            }
            broadcast.log.published(
                    stream,
                    track,
                    Integer.toUnsignedLong(frame),
                    MediaHeader.key(memory, at),
                    MediaHeader.discardable(memory, at),
                    captureMicros,
                    payload,
                    broadcast.net.nowNanos());
        }
    }

    @Override
    void on(ClientAction action, long now) {
        if (action instanceof ClientAction.KeyFrameWanted wanted && wanted.track() == VIDEO) {
            keyWanted |= !fixedGroups;
        } else if (action instanceof ClientAction.Displaced) {
            on = false;
        }
    }

    @Override
    void close() {
        on = false;
        super.close();
    }
}
